using Cashback.Claims;
using Cashback.Purchases;

namespace Cashback.Stores;

/// <summary>A partner shop, key <c>store:ID</c>: its profile and tariffs, its clicks on the way out.</summary>
[Alias("store")]
public interface IPartnerStoreGrain : IGrainWithStringKey
{
    /// <summary>Null if there is no such store.</summary>
    [Alias("profile")]
    Task<StoreProfile?> GetAsync();

    /// <summary>
    /// Makes or replaces the store. Tariffs that are gone from the new profile end now instead of vanishing: the rate
    /// at the time of an older click stays what it was.
    /// </summary>
    [Alias("put")]
    Task<Outcome<StoreProfile>> PutAsync(StoreProfile profile);

    /// <summary>
    /// Puts a boost beside the usual tariff of a code, in the place of the one that runs or is planned; null: ends that
    /// one now. Repeated: changes nothing. <c>unknown-tariff</c>, <c>not-a-boost</c>.
    /// </summary>
    [Alias("boost")]
    Task<Outcome<StoreProfile>> BoostAsync(string code, Tariff? boost);

    /// <summary>Sends a subscriber to the store: a click is recorded, and the tracking link made with its id.</summary>
    [Alias("click")]
    Task<Outcome<StoreClick>> ClickAsync(string subscriberId);

    /// <summary>Adds the store's name, network and terms to a claim and hands it to the subscriber.</summary>
    [Alias("claim")]
    Task<Outcome<Claim>> FileClaimAsync(string subscriberId, ClaimFiling filing);
}

/// <param name="RedirectUrl">The store's tracking link with the click id in the parameter that its template names.</param>
[GenerateSerializer, Immutable, Alias("store-click")]
public sealed record StoreClick(
    [property: Id(0)] string ClickId, [property: Id(1)] string RedirectUrl, [property: Id(2)] Rate Rate);

/// <summary>A network's report of one order line, read from its own parameters, the click verified.</summary>
[GenerateSerializer, Immutable, Alias("partner-report")]
public sealed record PartnerReport
{
    [Id(0)] public required string Network { get; init; }

    /// <summary>The network's own id of the line.</summary>
    [Id(1)] public required string LineId { get; init; }

    [Id(2)] public required string ClickId { get; init; }

    [Id(3)] public required string SubscriberId { get; init; }

    [Id(4)] public required DateTimeOffset ClickedAt { get; init; }

    [Id(5)] public required ReportedStatus Status { get; init; }

    /// <summary>Null: the message says none, and its status needs none.</summary>
    [Id(6)] public required Money? Amount { get; init; }

    [Id(7)] public string? OrderId { get; init; }

    /// <summary>The store's tariff that the network names; null or unknown: the default one.</summary>
    [Id(8)] public string? TariffCode { get; init; }

    [Id(9)] public required DateTimeOffset OrderedAt { get; init; }

    [Id(10)] public DateTimeOffset? Version { get; init; }

    [Id(11)] public string? Reason { get; init; }

    /// <summary>When the first process of ours received it.</summary>
    [Id(20)] public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Purchases of which it is known that this line is another one, though it looks the same; null: of none.</summary>
    [Id(21)] public IReadOnlyList<string>? DistinctFrom { get; init; }

    /// <summary>The same, known to be another line than that purchase.</summary>
    public PartnerReport OtherThan(string purchaseId) => this with { DistinctFrom = [.. DistinctFrom ?? [], purchaseId] };
}
