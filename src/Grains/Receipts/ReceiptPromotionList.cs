using System.Collections.Immutable;

namespace Cashback.Receipts;

/// <summary>The promotions as they are kept, with the decisions on them.</summary>
internal sealed record ReceiptPromotionList
{
    private const int CountMax = 500;
    private const int TextLengthMax = 100;
    private const int TextsMax = 200;
    private const decimal SumMax = 10_000_000;
    private const decimal PercentStep = 0.01m;

    /// <summary>The newest first.</summary>
    public ImmutableArray<ReceiptPromotion> All { get; init; } = [];

    public ReceiptPromotion? Find(string id) => All.FirstOrDefault(promotion => promotion.Id == id);

    /// <summary>The same instance if nothing changes.</summary>
    public Outcome<ReceiptPromotionList> Put(ReceiptPromotion wish, DateTimeOffset now)
    {
        if (Check(wish) is { } wrong)
        {
            return wrong;
        }

        var known = Find(wish.Id);
        var next = wish with { From = known?.From <= now ? known.From : wish.From > now ? wish.From : now };
        if (known is not null && Same(known, next) && !(known.From <= now && wish.From > now))
        {
            return this;
        }

        if (known?.HasEnded(now) is true)
        {
            return new Rejection("promotion-ended", "The promotion has ended; make another one.");
        }

        if (known?.From <= now && (wish.From > now || !Same(known with { Name = next.Name, ShopName = next.ShopName, To = next.To }, next)))
        {
            return new Rejection("promotion-started", "The promotion has begun; only its name, its shop's and its end can change.");
        }

        if (next.To is { } to && (to <= next.From || to <= now))
        {
            return Wrong("validTo", "The end is expected after the beginning, and not in the past.");
        }

        return known is not null ? this with { All = All.Replace(known, next) }
            : All.Length < CountMax ? this with { All = All.Insert(0, next) }
            : new Rejection("too-many-promotions", $"There are {CountMax} promotions, which is all there can be.");
    }

    public Outcome<ReceiptPromotionList> End(string id, DateTimeOffset now) => Find(id) switch
    {
        null => new Rejection("not-found", "There is no such promotion.", RejectionKind.NotFound),
        var ended when ended.HasEnded(now) => this,
        var planned when planned.From > now => this with { All = All.Remove(planned) },
        var running => this with { All = All.Replace(running, running with { To = now }) },
    };

    private static bool Same(ReceiptPromotion left, ReceiptPromotion right) =>
        left.Retailers.SequenceEqual(right.Retailers)
        && left.Goods.SequenceEqual(right.Goods)
        && left.Regions.SequenceEqual(right.Regions)
        && left with { Retailers = right.Retailers, Goods = right.Goods, Regions = right.Regions } == right;

    private static Rejection? Check(ReceiptPromotion promotion) => promotion switch
    {
        _ when !ReceiptPromotion.IsId(promotion.Id) => Wrong("id", $"1 to {ReceiptPromotion.IdLengthMax} characters of a-z, 0-9 and '-' are expected."),
        _ when !IsText(promotion.Name) => Wrong("name", $"1 to {TextLengthMax} characters are expected."),
        { ShopName: { } shop } when !IsText(shop) => Wrong("shop", $"1 to {TextLengthMax} characters are expected."),
        { Percent: <= 0 or > 100 } => Wrong("percent", "A percentage above 0 and at most 100 is expected."),
        _ when promotion.Percent % PercentStep != 0 => Wrong("percent", "At most two decimal places are expected."),
        { MinSum: < 0 or > SumMax } => Wrong("minSum", $"Rubles from 0 to {SumMax} are expected."),
        { Retailers.Count: 0, Brand: null, Goods.Count: 0 } => Wrong("retailers", "A promotion needs a retailer, a brand or goods: otherwise it would pay for everything."),
        _ when promotion.Retailers.Count > TextsMax || !promotion.Retailers.All(IsInn) => Wrong("retailers", "Tax numbers (INN) of 10 or 12 digits are expected."),
        { Brand: { } brand } when !IsPattern(brand) => Wrong("brand", $"1 to {TextLengthMax} characters, with a letter or digit in each word, are expected."),
        _ when promotion.Goods.Count > TextsMax || !promotion.Goods.All(IsPattern) => Wrong("goods", $"At most {TextsMax} patterns of 1 to {TextLengthMax} characters, with a letter or digit in each word, are expected."),
        _ when promotion.Regions.Count > TextsMax || !promotion.Regions.All(IsPattern) => Wrong("regions", "Region codes or words of an address are expected."),
        _ => null,
    };

    private static bool IsText(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= TextLengthMax;

    private static bool IsInn(string text) => text.Length is 10 or 12 && text.All(char.IsAsciiDigit);

    private static bool IsPattern(string text) =>
        IsText(text) && text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => word.Any(char.IsLetterOrDigit));

    private static Rejection Wrong(string field, LocalText why) => new("invalid-promotion", why, RejectionKind.Unacceptable, field);
}
