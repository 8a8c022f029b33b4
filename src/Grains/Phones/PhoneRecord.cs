using System.Collections.Immutable;

namespace Cashback.Phones;

/// <summary>One number: who owns it, the sign-ins under way, and the codes sent to it lately.</summary>
internal sealed record PhoneRecord
{
    private const int FormerMax = 20;

    /// <summary>A number that asked for a code and never signed in is forgotten after this time.</summary>
    public static readonly TimeSpan KeptWithoutOwner = TimeSpan.FromDays(30);

    public PhoneOwner? Owner { get; init; }

    /// <summary>Who owned the number and has left the programme, the newest first; null: nobody.</summary>
    public ImmutableArray<string>? Former { get; init; }

    public CodeRequests Codes { get; init; } = CodeRequests.None;

    /// <summary>Null: the operator's gateway has never vouched for this number.</summary>
    public GatewayNonces? Gateway { get; init; }

    /// <summary>The owner has left the programme: whoever signs in now is a new subscriber.</summary>
    public PhoneRecord GiveTo(string subscriberId) => this with
    {
        Former = Owner is null ? Former : [Owner.SubscriberId, .. (Former ?? []).Take(FormerMax - 1)],
        Owner = new PhoneOwner(subscriberId, Registered: false),
    };

    /// <param name="challengeId">Whose code was used; null: none was.</param>
    public PhoneRecord SignedIn(string? challengeId) => this with
    {
        Codes = challengeId is null ? Codes : Codes.Used(challengeId),
        Owner = Owner! with { Registered = true },
    };
}

/// <param name="Registered">Whether the subscriber is known to have been made; until then every sign-in makes it (again).</param>
internal sealed record PhoneOwner(string SubscriberId, bool Registered);
