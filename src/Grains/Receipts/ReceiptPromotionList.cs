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
    public Outcome<ReceiptPromotionList> Put(ReceiptPromotion draft, DateTimeOffset now)
    {
        if (Check(draft) is { } wrong)
        {
            return wrong;
        }

        var known = Find(draft.Id);
        var next = draft with { From = known?.From <= now ? known.From : draft.From > now ? draft.From : now };
        if (known is not null && known.HasSameValues(next) && !(known.From <= now && draft.From > now))
        {
            return this;
        }

        if (known?.HasEnded(now) is true)
        {
            return new Rejection("promotion-ended", new("The promotion has ended; make another one.", "Акция завершена; создайте новую."));
        }

        if (known?.From <= now
            && (draft.From > now || !(known with { Name = next.Name, ShopName = next.ShopName, To = next.To }).HasSameValues(next)))
        {
            return new Rejection("promotion-started", new(
                "The promotion has begun; only its name, its shop's and its end can change.",
                "Акция уже началась; можно изменить только её название, название магазина и дату окончания."));
        }

        if (next.To is { } to && (to <= next.From || to <= now))
        {
            return Wrong("validTo", new("The end is expected after the beginning, and not in the past.", "Окончание должно быть позже начала и не в прошлом."));
        }

        return known is not null ? this with { All = All.Replace(known, next) }
            : All.Length < CountMax ? this with { All = All.Insert(0, next) }
            : new Rejection("too-many-promotions", new($"There are {CountMax} promotions, which is all there can be.", $"Акций уже {CountMax}, больше создать нельзя."));
    }

    public Outcome<ReceiptPromotionList> End(string id, DateTimeOffset now) => Find(id) switch
    {
        null => new Rejection("not-found", new("There is no such promotion.", "Такой акции нет."), RejectionKind.NotFound),
        var ended when ended.HasEnded(now) => this,
        var planned when planned.From > now => this with { All = All.Remove(planned) },
        var running => this with { All = All.Replace(running, running with { To = now }) },
    };

    private static Rejection? Check(ReceiptPromotion promotion) => promotion switch
    {
        _ when !ReceiptPromotion.IsId(promotion.Id) => Wrong("id", new(
            $"1 to {ReceiptPromotion.IdLengthMax} characters of a-z, 0-9 and '-' are expected.",
            $"Нужно от 1 до {ReceiptPromotion.IdLengthMax} символов a-z, 0-9 и «-».")),
        _ when !IsText(promotion.Name) => Wrong("name", new($"1 to {TextLengthMax} characters are expected.", $"Нужно от 1 до {TextLengthMax} символов.")),
        { ShopName: { } shop } when !IsText(shop) => Wrong("shop", new($"1 to {TextLengthMax} characters are expected.", $"Нужно от 1 до {TextLengthMax} символов.")),
        { Percent: <= 0 or > 100 } => Wrong("percent", new("A percentage above 0 and at most 100 is expected.", "Нужен процент больше 0 и не больше 100.")),
        _ when promotion.Percent % PercentStep != 0 => Wrong("percent", new(
            "At most two decimal places are expected.",
            "Допустимо не больше двух знаков после запятой.")),
        { MinSum: < 0 or > SumMax } => Wrong("minSum", new($"Rubles from 0 to {SumMax} are expected.", $"Нужна сумма в рублях от 0 до {SumMax}.")),
        { Retailers.Count: 0, Brand: null, Goods.Count: 0 } => Wrong("retailers", new(
            "A promotion needs a retailer, a brand or goods: otherwise it would pay for everything.",
            "Для акции нужен продавец, бренд или товары: иначе кешбэк начислялся бы за любые покупки.")),
        _ when promotion.Retailers.Count > TextsMax || !promotion.Retailers.All(IsInn) => Wrong("retailers", new(
            "Tax numbers (INN) of 10 or 12 digits are expected.",
            "Нужны ИНН из 10 или 12 цифр.")),
        { Brand: { } brand } when !IsPattern(brand) => Wrong("brand", new(
            $"1 to {TextLengthMax} characters, with a letter or digit in each word, are expected.",
            $"Нужно от 1 до {TextLengthMax} символов, в каждом слове — буква или цифра.")),
        _ when promotion.Goods.Count > TextsMax || !promotion.Goods.All(IsPattern) => Wrong("goods", new(
            $"At most {TextsMax} patterns of 1 to {TextLengthMax} characters, with a letter or digit in each word, are expected.",
            $"Допустимо не больше {TextsMax} шаблонов длиной от 1 до {TextLengthMax} символов, в каждом слове — буква или цифра.")),
        _ when promotion.Regions.Count > TextsMax || !promotion.Regions.All(IsPattern) => Wrong("regions", new(
            "Region codes or words of an address are expected.",
            "Нужны коды регионов или слова из адреса.")),
        _ => null,
    };

    private static bool IsText(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= TextLengthMax;

    private static bool IsInn(string text) => text.Length is 10 or 12 && text.All(char.IsAsciiDigit);

    private static bool IsPattern(string text) =>
        IsText(text) && text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => word.Any(char.IsLetterOrDigit));

    private static Rejection Wrong(string field, LocalText why) => new("invalid-promotion", why, RejectionKind.Unacceptable, field);
}
