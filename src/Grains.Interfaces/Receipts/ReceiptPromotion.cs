using Orleans.Concurrency;

namespace Cashback.Receipts;

/// <summary>What a purchase in an ordinary shop can earn, by its receipt. Conditions that are left empty hold for all.</summary>
[GenerateSerializer, Immutable, Alias("receipt-promotion")]
public sealed record ReceiptPromotion
{
    public const int IdLengthMax = 30;

    /// <summary>1–30 of a–z, 0–9 and '-'.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Shown in the history of who is rewarded.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Tax numbers (INN), of 10 or 12 digits.</summary>
    [Id(2)] public IReadOnlyList<string> Retailers { get; init; } = [];

    /// <summary>Its words are in the line's name.</summary>
    [Id(3)] public string? Brand { get; init; }

    /// <summary>Patterns: all words of one of them are in the line's name; a <c>*</c> at a word's end: whatever follows.</summary>
    [Id(4)] public IReadOnlyList<string> Goods { get; init; } = [];

    /// <summary>Region codes (<c>77</c>) or words of the till's address.</summary>
    [Id(5)] public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Rubles that the lines it matches must come to.</summary>
    [Id(6)] public decimal MinSum { get; init; }

    /// <summary>5 means 5 %.</summary>
    [Id(7)] public required decimal Percent { get; init; }

    /// <summary>Inclusive.</summary>
    [Id(8)] public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive; null: until it is ended.</summary>
    [Id(9)] public DateTimeOffset? To { get; init; }

    /// <summary>The shop as people know it; null: none was given.</summary>
    [Id(10)] public string? ShopName { get; init; }

    /// <summary>What to call the shop by: nobody knows its tax number. Null: the promotion is no shop's.</summary>
    public string? Shop() => ShopName ?? (Retailers.Count > 0 ? Name : null);

    public bool Runs(DateTimeOffset at) => From <= at && (To is null || at < To);

    public bool HasEnded(DateTimeOffset at) => To <= at;

    /// <summary>Equality with the lists compared by their items.</summary>
    public bool HasSameValues(ReceiptPromotion other) =>
        Retailers.SequenceEqual(other.Retailers)
        && Goods.SequenceEqual(other.Goods)
        && Regions.SequenceEqual(other.Regions)
        && this with { Retailers = other.Retailers, Goods = other.Goods, Regions = other.Regions } == other;

    public static bool IsId(string? text) => Slug.Is(text, IdLengthMax);
}

/// <summary>All promotions of receipts, key <see cref="GrainKeys.ReceiptPromotions"/>.</summary>
[Alias("receipt-promotions")]
public interface IReceiptPromotionsGrain : IGrainWithStringKey
{
    /// <summary>Planned, running and ended ones, the newest first.</summary>
    [Alias("list"), AlwaysInterleave]
    Task<IReadOnlyList<ReceiptPromotion>> ListAsync();

    /// <summary>
    /// Makes or changes a promotion; repeated: changes nothing. Of one that has begun only the names and the end can
    /// change: <c>promotion-started</c>, <c>promotion-ended</c>. A beginning that is past, or none: from now.
    /// </summary>
    [Alias("put")]
    Task<Outcome<ReceiptPromotion>> PutAsync(ReceiptPromotion draft);

    /// <summary>Ends a running promotion now; a planned one is dropped. Repeated: changes nothing.</summary>
    [Alias("end")]
    Task<Outcome<ReceiptPromotion>> EndAsync(string promotionId);
}
