using Cashback.Messages;
using Cashback.Purchases;
using Orleans.Concurrency;

namespace Cashback.Subscribers;

/// <summary>What operations and background runs do to a subscriber. Key as of <see cref="ISubscriberAccountGrain"/>.</summary>
[Alias("subscriber-operations")]
public interface ISubscriberOperationsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Operations correct the address of one who has left and send the certificates of leaving there again; who did it and why
    /// stands in the history. Refused: not-left, no-certificate.
    /// </summary>
    [Alias("send-certificates-again")]
    Task<Outcome<AccountView>> SendCertificatesAgainAsync(string email, string by, string reason);

    /// <summary>Ops take a confirmed purchase back. Repeated: the first result, nothing moves twice.</summary>
    [Alias("reverse")]
    Task<Outcome<PurchaseView>> ReversePurchaseAsync(OrderKey order, string reason);

    /// <summary>Settles what the calendar has closed; for the batch of the 1st and for ops. Repeated: changes nothing.</summary>
    [Alias("settle")]
    Task SettleAsync();

    /// <summary>Delivers what is in the outbox; returns when nothing deliverable is left. For the clock's driver and ops.</summary>
    [Alias("drain"), AlwaysInterleave]
    Task DrainOutboxAsync();

    /// <summary>Seals the codes of certificates in the record with the current master secret. Repeated: changes nothing.</summary>
    [Alias("reseal")]
    Task ResealAsync();

    /// <summary>
    /// The number of the newest message to this subscriber, whose ids are <c>SUBSCRIBER-1</c> and so on; 0: none yet. Null: no
    /// such subscriber.
    /// </summary>
    [Alias("last-message")]
    Task<long?> GetLastMessageAsync();

    /// <summary>
    /// What became of messages to this subscriber that ended with their first attempt, newest first. Others have grains of their own
    /// (<see cref="IMessageGrain"/>).
    /// </summary>
    /// <param name="oldest">A message's number.</param>
    [Alias("messages")]
    Task<IReadOnlyList<MessageView>> GetMessagesAsync(long oldest, long newest);
}
