using System.Collections.Immutable;

namespace Cashback.Campaigns;

/// <summary>The campaigns as they are kept, with the decisions on them.</summary>
internal sealed record CampaignList
{
    private const int CountMax = 500;
    private const int NameLengthMax = 100;
    private const long BonusesMax = 1_000_000_000;
    private const int FriendsMax = 1_000;
    private const decimal PercentStep = 0.01m;

    /// <summary>The newest first.</summary>
    public ImmutableArray<Campaign> All { get; init; } = [];

    public Campaign? Find(string id) => All.FirstOrDefault(campaign => campaign.Id == id);

    /// <summary>The same instance if nothing changes.</summary>
    public Outcome<CampaignList> Put(CampaignWish wish, DateTimeOffset now, ReferralTerms defaults)
    {
        var known = Find(wish.Id);
        var next = Planned(wish, known, now, defaults);
        if (next == known && (known.From > now || !(wish.From > now)))
        {
            return this;
        }

        if (Check(next) is { } wrong)
        {
            return wrong;
        }

        if (known?.HasEnded(now) is true)
        {
            return new Rejection("campaign-ended", "The campaign has ended; make another one.");
        }

        if (known is not null && known.From <= now && !SameOffer(known, next, wish, now))
        {
            return new Rejection("campaign-started", "The campaign has begun; only its name, its end and its budget can change.");
        }

        if (next.To is { } to && (to <= next.From || to <= now))
        {
            return Wrong("validTo", "The end is expected after the beginning, and not in the past.");
        }

        if (next.Referral is not null && All.FirstOrDefault(other => other.Id != next.Id && other.Referral is not null && Overlap(other, next)) is { } other)
        {
            return new Rejection("campaigns-overlap", $"The referral campaign '{other.Id}' runs at that time; end it first.", Field: "validFrom");
        }

        return known is not null ? this with { All = All.Replace(known, next) }
            : All.Length < CountMax ? this with { All = All.Insert(0, next) }
            : new Rejection("too-many-campaigns", $"There are {CountMax} campaigns, which is all there can be.");
    }

    public Outcome<CampaignList> End(string id, DateTimeOffset now) => Find(id) switch
    {
        null => new Rejection("not-found", "There is no such campaign.", RejectionKind.NotFound),
        var ended when ended.HasEnded(now) => this,
        var planned when planned.From > now => this with { All = All.Remove(planned) },
        var running => this with { All = All.Replace(running, running with { To = now }) },
    };

    private static Campaign Planned(CampaignWish wish, Campaign? known, DateTimeOffset now, ReferralTerms defaults) => new()
    {
        Id = wish.Id,
        Name = wish.Name,
        From = known?.From <= now ? known.From : wish.From > now ? wish.From.Value : now,
        To = wish.To,
        Referral = wish.Referral is not { } terms ? null : new ReferralTerms(
            terms.FirstPurchaseReward ?? defaults.FirstPurchaseReward,
            terms.RewardTo ?? defaults.RewardTo,
            terms.FriendsMax ?? defaults.FriendsMax,
            terms.InviterPercent ?? defaults.InviterPercent),
        Welcome = wish.Welcome,
    };

    private static bool SameOffer(Campaign known, Campaign next, CampaignWish wish, DateTimeOffset now) =>
        !(wish.From > now)
        && known.Referral == next.Referral
        && (known.Welcome, next.Welcome) is var (before, after)
        && (before is null ? after is null : after is not null && before with { Budget = after.Budget } == after);

    private static bool Overlap(Campaign one, Campaign other) =>
        (one.To is null || other.From < one.To) && (other.To is null || one.From < other.To);

    private static Rejection? Check(Campaign campaign) => campaign switch
    {
        _ when !Campaign.IsId(campaign.Id) => Wrong("id", $"1 to {Campaign.IdLengthMax} characters of a-z, 0-9 and '-' are expected."),
        { Name.Length: 0 or > NameLengthMax } => Wrong("name", $"1 to {NameLengthMax} characters are expected."),
        { Referral: null, Welcome: null } or { Referral: not null, Welcome: not null } => Wrong("referral", "The terms of either a referral or a welcome campaign are expected."),
        { Referral: { } referral } => Check(referral),
        { Welcome: { } welcome } => Check(welcome),
        _ => null,
    };

    private static Rejection? Check(ReferralTerms terms) => terms switch
    {
        { FirstPurchaseReward: < 0 or > BonusesMax } => Wrong("referral.firstPurchaseReward", "Whole bonuses are expected, 0 or more."),
        { FriendsMax: < 1 or > FriendsMax } => Wrong("referral.friendsMax", $"A whole number from 1 to {FriendsMax} is expected."),
        { InviterPercent: < 0 or > 100 } => Wrong("referral.inviterPercent", "A percentage from 0 to 100 is expected."),
        _ when terms.InviterPercent % PercentStep != 0 => Wrong("referral.inviterPercent", "At most two decimal places are expected."),
        _ => null,
    };

    private static Rejection? Check(WelcomeTerms terms) => terms switch
    {
        { MinAmount: < 0 or > BonusesMax } => Wrong("welcome.minAmount", "Rubles are expected, 0 or more."),
        { Reward: < 1 or > BonusesMax } => Wrong("welcome.reward", "Whole bonuses are expected, 1 or more."),
        { Budget: < 0 or > BonusesMax * 1_000 } => Wrong("welcome.budget", "Whole bonuses are expected, 0 or more."),
        _ => null,
    };

    private static Rejection Wrong(string field, LocalText why) => new("invalid-campaign", why, RejectionKind.Unacceptable, field);
}
