namespace Cashback.Subscribers;

/// <summary>What a subscriber's grain tells itself, through whichever activation there is: key as <see cref="ISubscriberAccountGrain"/>.</summary>
[Alias("subscriber-outbox")]
internal interface ISubscriberOutboxGrain : IGrainWithStringKey
{
    /// <summary>The answers of a round of deliveries.</summary>
    [Alias("delivered")]
    Task DeliveredAsync(IReadOnlyList<Delivery> deliveries);
}
