using Cashback.Certificates;
using Cashback.Claims;
using Cashback.Payouts;
using Cashback.Receipts;
using Orleans.Concurrency;

namespace Cashback.Subscribers;

/// <summary>
/// What other grains bring to a subscriber: signing in, deadlines, and the answers of what it waits for. Key as of
/// <see cref="ISubscriberAccountGrain"/>; each call may be repeated.
/// </summary>
[Alias("subscriber-events")]
public interface ISubscriberEventsGrain : IGrainWithStringKey
{
    /// <summary>Makes the subscriber, with the default goal of its kind. Repeated: changes nothing, answers the same.</summary>
    [Alias("register")]
    Task<AccountView> RegisterAsync(Registration registration);

    /// <summary>The owner of the number signs in: leaving that has not taken effect is undone.</summary>
    /// <returns>False: the subscriber has left for good.</returns>
    [Alias("return")]
    Task<bool> ReturnAsync();

    /// <summary>Whether this subscriber has left the programme, or is about to: nothing can be done in its name any more.</summary>
    [Alias("has-left"), AlwaysInterleave]
    Task<bool> HasLeftAsync();

    /// <summary>
    /// What something earned that is no purchase is worth now. The result is durable before this returns. A snapshot that
    /// is known already, or older than what is known, changes nothing.
    /// </summary>
    [Alias("reward")]
    Task<RewardVerdict> RewardAsync(RewardReport report);

    /// <summary>
    /// A receipt is this subscriber's: it counts for the day, and stands in the history. Repeated: changes nothing.
    /// Refusals: <c>too-many-receipts</c>, <c>not-found</c>.
    /// </summary>
    [Alias("take-receipt")]
    Task<Outcome<bool>> TakeReceiptAsync(ReceiptNote receipt);

    /// <summary>A receipt has come a step further. A step that is known, or older, changes nothing.</summary>
    [Alias("note-receipt")]
    Task NoteReceiptAsync(ReceiptNote receipt);

    /// <summary>A claim has come a step further. A step that is known, or older, changes nothing.</summary>
    [Alias("note-claim")]
    Task NoteClaimAsync(Claim claim);

    /// <summary>A certificate of this subscriber was used, by whoever held it. Repeated: changes nothing.</summary>
    [Alias("certificate-used")]
    Task CertificateUsedAsync(string certificateId, Redemption use);

    /// <summary>The deadline of a purchase has come: expires it if it is still pending and really due.</summary>
    /// <returns>When to ask again; null if nothing is waited for any more.</returns>
    [Alias("deadline")]
    Task<DateTimeOffset?> DeadlineReachedAsync(OrderKey order);

    /// <summary>A payout got its final answer. Repeated: changes nothing.</summary>
    [Alias("payout-answered")]
    Task PayoutAnsweredAsync(string payoutId, PayoutAnswer answer);
}
