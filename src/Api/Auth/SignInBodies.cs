namespace Cashback.Api.Auth;

/// <param name="Phone">As people write it; only Russian mobile numbers can take part.</param>
/// <param name="ReferralCode">A friend's promo code; counts at registration only.</param>
/// <param name="Email">For letters; counts at registration only.</param>
/// <param name="Locale"><c>ru</c> (default) or <c>en</c>.</param>
/// <param name="DeviceToken">Of the last sign-in on this device to this number: it is then not held up by others' requests.</param>
/// <param name="ProofOfWork">What a problem <c>proof-of-work-required</c> asked for.</param>
public sealed record OtpRequest(
    Phone Phone,
    string? ReferralCode = null,
    string? Email = null,
    string? Locale = null,
    string? DeviceToken = null,
    WorkSolution? ProofOfWork = null);

/// <param name="ExpiresAt">When the code stops working.</param>
/// <param name="ResendAfter">When another code can be asked for: after 1, 2, 5, then 15 minutes.</param>
public sealed record OtpBody(string ChallengeId, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter);

/// <param name="Code">The six digits of the SMS; blanks, dashes and line breaks do not matter.</param>
public sealed record TokenRequest(string ChallengeId, string Code);

public sealed record RefreshRequest(string RefreshToken);

/// <param name="ExpiresIn">Seconds until the access token stops working.</param>
/// <param name="RefreshToken">Works once, for the next pair.</param>
/// <param name="Registered">Whether this sign-in made the account.</param>
/// <param name="DeviceToken">To be kept by the device, beyond the sign-in's end, and sent when it asks for a code again; null
/// on a refresh.</param>
public sealed record TokenBody(
    string AccessToken, string RefreshToken, int ExpiresIn, string SubscriberId, bool Registered, string? DeviceToken = null)
{
    public string TokenType { get; } = "Bearer";
}
