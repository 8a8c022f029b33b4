using System.Text.Json.Serialization;
using Cashback.Api.Catalogue;
using Cashback.Claims;
using Cashback.Stores;

namespace Cashback.Api.Operations;

/// <summary>A store as operations put it.</summary>
/// <param name="LinkTemplate">Tracking link with <c>{click}</c> where the click id goes.</param>
/// <param name="Tariffs">One of them is <c>default</c>. What is gone from the list ends now; what is new begins no earlier than
/// now.</param>
/// <param name="ConfirmationDays">1–90.</param>
/// <param name="Claims">Left out: taken, from 48 hours until 30 days after the visit.</param>
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
    bool Active = true,
    ClaimTermsBody? Claims = null)
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
        Claims = Claims is { } claims ? new ClaimTerms(claims.Taken, claims.FromHours, claims.UntilDays) : null,
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
    bool Active,
    ClaimTermsBody Claims)
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
        store.Active,
        ClaimTermsBody.Of(store.Claims ?? ClaimTerms.Usual));
}

/// <summary>Whether a store takes claims, and when.</summary>
/// <param name="FromHours">After the visit; an earlier claim waits by itself.</param>
/// <param name="UntilDays">After the visit, or after a purchase expired.</param>
public sealed record ClaimTermsBody(bool Taken = true, int FromHours = 48, int UntilDays = 30)
{
    public static ClaimTermsBody Of(ClaimTerms terms) => new(terms.Taken, terms.FromHours, terms.UntilDays);
}
