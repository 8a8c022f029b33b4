namespace Cashback.Subscribers;

/// <summary>
/// What a subscriber's grain reports to itself, to whichever activation there is. Key as of
/// <see cref="ISubscriberAccountGrain"/>.
/// </summary>
[Alias("subscriber-outbox")]
internal interface ISubscriberOutboxGrain : IGrainWithStringKey
{
    /// <summary>The answers of a round of deliveries.</summary>
    [Alias("delivered")]
    Task DeliveredAsync(IReadOnlyList<Delivery> deliveries);
}
