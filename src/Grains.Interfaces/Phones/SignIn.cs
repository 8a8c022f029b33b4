using Cashback.Sessions;

namespace Cashback.Phones;

/// <summary>What the person who signs in wants for a new account; means nothing for a number that is registered.</summary>
/// <param name="Locale"><c>ru</c> or <c>en</c>; the language of the code's SMS too.</param>
[GenerateSerializer, Immutable, Alias("registration-details")]
public sealed record RegistrationDetails(
    [property: Id(0)] string Locale, [property: Id(1)] string? Email = null, [property: Id(2)] string? ReferralCode = null);

[GenerateSerializer, Alias("code-sending")]
public enum CodeSending
{
    Sent,

    /// <summary>The caller's code before it is too young.</summary>
    TooSoon,

    /// <summary>Others have requested codes for this number a moment ago.</summary>
    TooMany,

    /// <summary>The SMS gateway did not take it; another one may be requested at once.</summary>
    NotSent,

    /// <summary>The address has requested many codes.</summary>
    AddressTooBusy,

    /// <summary>So many codes are requested everywhere that a proof of work is expected.</summary>
    WorkExpected,

    /// <summary>The programme's sign-in SMS of this hour are spent.</summary>
    BudgetSpent,
}

/// <param name="ChallengeId">What the code is bound to; null if none was sent.</param>
/// <param name="ExpiresAt">When the code stops working.</param>
/// <param name="NextAt">When another code can be requested.</param>
[GenerateSerializer, Immutable, Alias("code-requested")]
public sealed record CodeRequested(
    [property: Id(0)] CodeSending Sending,
    [property: Id(1)] string? ChallengeId,
    [property: Id(2)] DateTimeOffset ExpiresAt,
    [property: Id(3)] DateTimeOffset NextAt);

[GenerateSerializer, Alias("code-check")]
public enum CodeCheck
{
    Right,
    Wrong,

    /// <summary>The challenge is unknown, used, too old or out of tries.</summary>
    Ended,
}

/// <param name="TriesLeft">For <see cref="CodeCheck.Wrong"/>.</param>
/// <param name="Session">For <see cref="CodeCheck.Right"/>.</param>
/// <param name="Registered">Whether this sign-in made the subscriber.</param>
/// <param name="DeviceToken">By which the device is known again.</param>
[GenerateSerializer, Immutable, Alias("sign-in-verdict")]
public sealed record SignInVerdict(
    [property: Id(0)] CodeCheck Check,
    [property: Id(1)] int TriesLeft = 0,
    [property: Id(2)] SessionTicket? Session = null,
    [property: Id(3)] bool Registered = false,
    [property: Id(4)] string? DeviceToken = null);
