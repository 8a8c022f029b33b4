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
    public Outcome<CampaignList> Put(CampaignDraft draft, DateTimeOffset now, ReferralTerms defaults)
    {
        var known = Find(draft.Id);
        var next = Planned(draft, known, now, defaults);
        if (next == known && (known.From > now || !(draft.From > now)))
        {
            return this;
        }

        if (Check(next) is { } wrong)
        {
            return wrong;
        }

        if (known?.HasEnded(now) is true)
        {
            return new Rejection("campaign-ended", new("The campaign has ended; make another one.", "Кампания завершена; создайте новую."));
        }

        if (known is not null && known.From <= now && !SameOffer(known, next, draft, now))
        {
            return new Rejection("campaign-started", new(
                "The campaign has begun; only its name, its end and its budget can change.",
                "Кампания уже началась; можно изменить только название, дату окончания и бюджет."));
        }

        if (next.To is { } to && (to <= next.From || to <= now))
        {
            return Wrong("validTo", new("The end is expected after the beginning, and not in the past.", "Окончание должно быть позже начала и не в прошлом."));
        }

        if (next.Referral is not null
            && All.FirstOrDefault(other => other.Id != next.Id && other.Referral is not null && Overlap(other, next)) is { } other)
        {
            return new Rejection("campaigns-overlap", new(
                $"The referral campaign '{other.Id}' runs at that time; end it first.",
                $"В это время идёт реферальная кампания «{other.Id}»; сначала завершите её."), Field: "validFrom");
        }

        return known is not null ? this with { All = All.Replace(known, next) }
            : All.Length < CountMax ? this with { All = All.Insert(0, next) }
            : new Rejection("too-many-campaigns", new($"There are {CountMax} campaigns, which is all there can be.", $"Кампаний уже {CountMax}, больше создать нельзя."));
    }

    public Outcome<CampaignList> End(string id, DateTimeOffset now) => Find(id) switch
    {
        null => new Rejection("not-found", new("There is no such campaign.", "Такой кампании нет."), RejectionKind.NotFound),
        var ended when ended.HasEnded(now) => this,
        var planned when planned.From > now => this with { All = All.Remove(planned) },
        var running => this with { All = All.Replace(running, running with { To = now }) },
    };

    private static Campaign Planned(CampaignDraft draft, Campaign? known, DateTimeOffset now, ReferralTerms defaults) => new()
    {
        Id = draft.Id,
        Name = draft.Name,
        From = known?.From <= now ? known.From : draft.From > now ? draft.From.Value : now,
        To = draft.To,
        Referral = draft.Referral is not { } terms ? null : new ReferralTerms(
            terms.FirstPurchaseReward ?? defaults.FirstPurchaseReward,
            terms.RewardTo ?? defaults.RewardTo,
            terms.FriendsMax ?? defaults.FriendsMax,
            terms.InviterPercent ?? defaults.InviterPercent),
        Welcome = draft.Welcome,
    };

    private static bool SameOffer(Campaign known, Campaign next, CampaignDraft draft, DateTimeOffset now) =>
        !(draft.From > now)
        && known.Referral == next.Referral
        && (known.Welcome, next.Welcome) is var (before, after)
        && (before is null ? after is null : after is not null && before with { Budget = after.Budget } == after);

    private static bool Overlap(Campaign one, Campaign other) =>
        (one.To is null || other.From < one.To) && (other.To is null || one.From < other.To);

    private static Rejection? Check(Campaign campaign) => campaign switch
    {
        _ when !Campaign.IsId(campaign.Id) => Wrong("id", new(
            $"1 to {Campaign.IdLengthMax} characters of a-z, 0-9 and '-' are expected.",
            $"Нужно от 1 до {Campaign.IdLengthMax} символов a-z, 0-9 и «-».")),
        { Name.Length: 0 or > NameLengthMax } => Wrong("name", new($"1 to {NameLengthMax} characters are expected.", $"Нужно от 1 до {NameLengthMax} символов.")),
        { Referral: null, Welcome: null } or { Referral: not null, Welcome: not null } => Wrong("referral", new(
            "The terms of either a referral or a welcome campaign are expected.",
            "Нужны условия либо реферальной, либо приветственной кампании.")),
        { Referral: { } referral } => Check(referral),
        { Welcome: { } welcome } => Check(welcome),
        _ => null,
    };

    private static Rejection? Check(ReferralTerms terms) => terms switch
    {
        { FirstPurchaseReward: < 0 or > BonusesMax } => Wrong("referral.firstPurchaseReward", new(
            "Whole bonuses are expected, 0 or more.",
            "Нужно целое число бонусов, 0 или больше.")),
        { FriendsMax: < 1 or > FriendsMax } => Wrong("referral.friendsMax", new(
            $"A whole number from 1 to {FriendsMax} is expected.",
            $"Нужно целое число от 1 до {FriendsMax}.")),
        { InviterPercent: < 0 or > 100 } => Wrong("referral.inviterPercent", new("A percentage from 0 to 100 is expected.", "Нужен процент от 0 до 100.")),
        _ when terms.InviterPercent % PercentStep != 0 => Wrong("referral.inviterPercent", new(
            "At most two decimal places are expected.",
            "Допустимо не больше двух знаков после запятой.")),
        _ => null,
    };

    private static Rejection? Check(WelcomeTerms terms) => terms switch
    {
        { MinAmount: < 0 or > BonusesMax } => Wrong("welcome.minAmount", new("Rubles are expected, 0 or more.", "Нужна сумма в рублях, 0 или больше.")),
        { Reward: < 1 or > BonusesMax } => Wrong("welcome.reward", new("Whole bonuses are expected, 1 or more.", "Нужно целое число бонусов, 1 или больше.")),
        { Budget: < 0 or > BonusesMax * 1_000 } => Wrong("welcome.budget", new("Whole bonuses are expected, 0 or more.", "Нужно целое число бонусов, 0 или больше.")),
        _ => null,
    };

    private static Rejection Wrong(string field, LocalText why) => new("invalid-campaign", why, RejectionKind.Unacceptable, field);
}
