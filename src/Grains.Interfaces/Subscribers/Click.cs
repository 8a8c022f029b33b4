namespace Cashback.Subscribers;

/// <summary>A visit to a store, from the store to the subscriber.</summary>
/// <param name="Rate">The rate shown to the subscriber now.</param>
/// <param name="Terms">The version of the store's terms by which the click is answered, and paid.</param>
[GenerateSerializer, Immutable, Alias("store-visit")]
public sealed record StoreVisit(
    [property: Id(0)] string StoreId, [property: Id(1)] string StoreName, [property: Id(2)] Rate Rate, [property: Id(3)] int Terms = 0);

/// <param name="Id">At most 50 URL-safe characters, unforgeable; subscriber, store and time can be read from it without a look-up.</param>
[GenerateSerializer, Immutable, Alias("click")]
public sealed record Click([property: Id(0)] string Id, [property: Id(1)] DateTimeOffset At);
