using Cashback.Claims;

namespace Cashback.Stores;

/// <summary>A partner shop as ops describe it.</summary>
[GenerateSerializer, Immutable, Alias("store-profile")]
public sealed record StoreProfile
{
    /// <summary>1–12 of a–z, 0–9 and '-': it travels inside the click id.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>The network that reports this store's orders.</summary>
    [Id(3)] public required string Network { get; init; }

    /// <summary>Tracking link with <c>{click}</c> where the click id goes.</summary>
    [Id(4)] public required string LinkTemplate { get; init; }

    [Id(5)] public required IReadOnlyList<Tariff> Tariffs { get; init; }

    /// <summary>1–90.</summary>
    [Id(6)] public required int ConfirmationDays { get; init; }

    [Id(7)] public string? Conditions { get; init; }

    [Id(8)] public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>The currency in which the store is paid, for information; a report carries its own.</summary>
    [Id(9)] public string Currency { get; init; } = Money.Rub;

    [Id(10)] public bool Active { get; init; } = true;

    /// <summary>Null: as usual.</summary>
    [Id(20)] public ClaimTerms? Claims { get; init; }

    /// <summary>Equality with the lists compared by their items.</summary>
    public bool HasSameValues(StoreProfile other) =>
        Categories.SequenceEqual(other.Categories)
        && Regions.SequenceEqual(other.Regions)
        && Tariffs.SequenceEqual(other.Tariffs)
        && this with { Categories = other.Categories, Regions = other.Regions, Tariffs = other.Tariffs } == other;
}

/// <summary>A named rate of a store, valid for a while. The default tariff has the code <c>default</c>.</summary>
/// <param name="ValidFrom">Inclusive; null: since ever.</param>
/// <param name="ValidTo">Exclusive; null: for ever.</param>
[GenerateSerializer, Immutable, Alias("tariff")]
public sealed record Tariff(
    [property: Id(0)] string Code,
    [property: Id(1)] string Name,
    [property: Id(2)] Rate Rate,
    [property: Id(3)] DateTimeOffset? ValidFrom = null,
    [property: Id(4)] DateTimeOffset? ValidTo = null)
{
    public const string DefaultCode = "default";

    public bool InForce(DateTimeOffset at) => (ValidFrom is null || ValidFrom <= at) && (ValidTo is null || at < ValidTo);
}
