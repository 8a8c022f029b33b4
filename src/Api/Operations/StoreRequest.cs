using System.Text.Json.Serialization;
using Cashback.Api.Catalogue;
using Cashback.Stores;

namespace Cashback.Api.Operations;

/// <summary>A store as operations put it.</summary>
/// <param name="LinkTemplate">Tracking link with <c>{click}</c> where the click id goes.</param>
/// <param name="Tariffs">One of them is <c>default</c>. What is gone from the list ends now; what is new begins no earlier than now.</param>
/// <param name="ConfirmationDays">1–90.</param>
public sealed record StoreRequest(
    string Name,
    IReadOnlyList<string?> Categories,
    string Network,
    string LinkTemplate,
    IReadOnlyList<TariffRequest?> Tariffs,
    int ConfirmationDays,
    string? Conditions = null,
    IReadOnlyList<string?>? Regions = null,
    string Currency = Money.Rub,
    bool Active = true)
{
    public StoreProfile ProfileOf(string storeId) => new()
    {
        Id = storeId,
        Name = Name.Trim(),
        Categories = Categories.Select(category => category ?? "").ToList(),
        Network = Network,
        LinkTemplate = LinkTemplate,
        Tariffs = Tariffs.Select(tariff => (tariff ?? TariffRequest.Empty).Tariff).ToList(),
        ConfirmationDays = ConfirmationDays,
        Conditions = string.IsNullOrWhiteSpace(Conditions) ? null : Conditions,
        Regions = (Regions ?? []).Select(region => region ?? "").ToList(),
        Currency = Currency,
        Active = Active,
    };
}

/// <param name="Percent">5 means 5 %; either this or <paramref name="Fixed"/>.</param>
/// <param name="Fixed">Whole bonuses for each order line.</param>
/// <param name="ValidFrom">Inclusive; left out: from now.</param>
/// <param name="ValidTo">Exclusive; left out: without end.</param>
public sealed record TariffRequest(
    string Code,
    string? Name = null,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] decimal? Percent = null,
    long? Fixed = null,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidTo = null)
{
    internal static TariffRequest Empty { get; } = new("");

    internal Tariff Tariff => new(Code, string.IsNullOrWhiteSpace(Name) ? Code : Name.Trim(), new Rate(Percent, Fixed), ValidFrom, ValidTo);
}

/// <summary>A store as operations see it.</summary>
public sealed record StoreView(
    string Id,
    string Name,
    IReadOnlyList<string> Categories,
    string Network,
    string LinkTemplate,
    IReadOnlyList<TariffBody> Tariffs,
    int ConfirmationDays,
    string? Conditions,
    IReadOnlyList<string> Regions,
    string Currency,
    bool Active)
{
    public static StoreView Of(StoreProfile store) => new(
        store.Id,
        store.Name,
        store.Categories,
        store.Network,
        store.LinkTemplate,
        [.. store.Tariffs.Select(TariffBody.Of)],
        store.ConfirmationDays,
        store.Conditions,
        store.Regions,
        store.Currency,
        store.Active);
}
