using Cashback.Certificates;
using Cashback.Claims;
using Cashback.Payouts;
using Cashback.Purchases;
using Cashback.Receipts;
using Cashback.Referrals;
using Orleans.Concurrency;

namespace Cashback.Subscribers;

/// <summary>
/// The whole truth about one subscriber's bonuses, key <c>sub:ULID</c>. Every call first settles what the calendar
/// has closed meanwhile, so a subscriber who looks after midnight of the 1st sees the settled state.
/// All calls may be repeated; a call that fails with an exception has an unknown outcome and is to be repeated.
/// </summary>
[Alias("subscriber")]
public interface ISubscriberGrain : IGrainWithStringKey
{
    /// <summary>The number of the newest message to this subscriber, whose ids are <c>SUBSCRIBER-1</c> and so on; 0: none yet. Null: no such subscriber.</summary>
    [Alias("last-message")]
    Task<long?> GetLastMessageAsync();

    /// <summary>Makes the subscriber, with the default goal of its kind. Repeated: changes nothing, answers the same.</summary>
    [Alias("register")]
    Task<AccountView> RegisterAsync(Registration registration);

    /// <summary>Null if nobody has registered under this id.</summary>
    [Alias("account")]
    Task<AccountView?> GetAccountAsync();

    /// <summary>Refused: fresh-proof-required for another e-mail address that is not proven, too-many-changes, left-programme.</summary>
    [Alias("change-profile")]
    Task<Outcome<AccountView>> ChangeProfileAsync(ProfileChange change);

    /// <summary>The code that was sent to this address came back. Refused: another-address. Repeated: changes nothing.</summary>
    [Alias("confirm-email")]
    Task<Outcome<AccountView>> ConfirmEmailAsync(string email);

    /// <summary>Undoes a change by the code of the SMS that told of it.</summary>
    /// <returns><c>email</c> or <c>goal</c>; null: no change of the last minutes has this code.</returns>
    [Alias("undo")]
    Task<string?> UndoAsync(string code);

    /// <summary>Tells the owner that the code of a certificate was shown again.</summary>
    [Alias("certificate-shown")]
    Task CertificateShownAsync(string certificateId);

    /// <summary>Records a visit to a store and makes its click id.</summary>
    [Alias("visit")]
    Task<Outcome<Click>> VisitStoreAsync(StoreVisit visit);

    /// <summary>
    /// Applies a network's report. Answers only after all of its effect is durable. The same or an older report again:
    /// <see cref="ReportResult.Unchanged"/>, and nothing is written.
    /// </summary>
    [Alias("report")]
    Task<ReportVerdict> ReportOrderAsync(OrderReport report);

    /// <summary>
    /// What something earned that is no purchase is worth now. The result is durable before this returns. A snapshot that
    /// is known already, or older than what is known, changes nothing.
    /// </summary>
    [Alias("reward")]
    Task<RewardVerdict> RewardAsync(RewardReport report);

    /// <summary>Sums of the history between two times, by month, type of line and store. Null: no such subscriber.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    [Alias("insights")]
    Task<IReadOnlyList<InsightCell>?> GetInsightsAsync(DateTimeOffset from, DateTimeOffset to);

    /// <summary>The subscriber's promo code, made at the first question, and what it has brought. Null: no such subscriber.</summary>
    [Alias("referral")]
    Task<ReferralView?> GetReferralAsync();

    /// <summary>
    /// Buys a certificate: from savings first, then from the available balance. The same order again: the same certificate.
    /// Refused: unknown-denomination, not-enough-bonuses, idempotency-key-reused, left-programme.
    /// </summary>
    [Alias("buy-certificate")]
    Task<Outcome<CertificateView>> BuyCertificateAsync(CertificateOrder order);

    /// <summary>Certificates, newest first. Null: the cursor is not one of this list.</summary>
    [Alias("certificates")]
    Task<Page<CertificateView>?> GetCertificatesAsync(string? cursor, int limit);

    /// <summary>A certificate of this subscriber was used, by whoever held it. Repeated: changes nothing.</summary>
    [Alias("certificate-used")]
    Task CertificateUsedAsync(string certificateId, Redemption use);

    /// <summary>
    /// Leaves the programme: pending purchases end, and all that is held becomes one certificate by e-mail. Without a
    /// confirmed e-mail address all of it is lost: refused until <paramref name="acceptLoss"/>. It takes effect after some minutes,
    /// within which signing in undoes it. Repeated: the first result.
    /// </summary>
    /// <param name="requestId">Names the request; null: it has no name.</param>
    [Alias("leave")]
    Task<Outcome<ExitView>> LeaveAsync(bool acceptLoss, string? requestId = null);

    /// <summary>Whether it was this request that made the subscriber leave.</summary>
    [Alias("left-by"), AlwaysInterleave]
    Task<bool> LeftByAsync(string requestId);

    /// <summary>The owner of the number signs in: leaving that has not taken effect is undone.</summary>
    /// <returns>False: the subscriber has left for good.</returns>
    [Alias("return")]
    Task<bool> ReturnAsync();

    /// <summary>Whether this subscriber has left the programme, or is about to: nothing can be done in its name any more.</summary>
    [Alias("has-left"), AlwaysInterleave]
    Task<bool> HasLeftAsync();

    /// <summary>
    /// Operations correct the address of one who has left and send the certificates of leaving there again; who did it and why
    /// stands in the history. Refused: not-left, no-certificate.
    /// </summary>
    [Alias("send-certificates-again")]
    Task<Outcome<AccountView>> SendCertificatesAgainAsync(string email, string by, string reason);

    /// <summary>
    /// A receipt is this subscriber's: it counts for the day, and stands in the history. Repeated: changes nothing.
    /// Refusals: <c>too-many-receipts</c>, <c>not-found</c>.
    /// </summary>
    [Alias("take-receipt")]
    Task<Outcome<bool>> TakeReceiptAsync(ReceiptNote receipt);

    /// <summary>A receipt has come a step further. A step that is known, or older, changes nothing.</summary>
    [Alias("note-receipt")]
    Task NoteReceiptAsync(ReceiptNote receipt);

    /// <summary>
    /// Files a claim. Repeated with the same content while it is open: the same claim. Refusals: <c>not-found</c> (the
    /// visit is not this subscriber's), <c>claims-not-taken</c>, <c>claim-too-late</c>, <c>claim-exists</c>,
    /// <c>purchase-known</c>, <c>too-many-claims</c>.
    /// </summary>
    [Alias("file-claim")]
    Task<Outcome<Claim>> FileClaimAsync(ClaimFiling filing);

    /// <summary>A claim has come a step further. A step that is known, or older, changes nothing.</summary>
    [Alias("note-claim")]
    Task NoteClaimAsync(Claim claim);

    /// <summary>The history's lines of receipts that were sent, or claims that were filed, newest first. Null: the cursor is not one of this list.</summary>
    /// <param name="type"><c>receipt</c> or <c>claim</c>.</param>
    [Alias("beginnings")]
    Task<Page<HistoryLine>?> GetBeginningsAsync(string type, string? cursor, int limit);

    /// <summary>The deadline of a purchase has come: expires it if it is still pending and really due.</summary>
    /// <returns>When to ask again; null if nothing is waited for any more.</returns>
    [Alias("deadline")]
    Task<DateTimeOffset?> DeadlineReachedAsync(OrderKey order);

    /// <summary>Ops take a confirmed purchase back. Repeated: the first result, nothing moves twice.</summary>
    [Alias("reverse")]
    Task<Outcome<PurchaseView>> ReversePurchaseAsync(OrderKey order, string reason);

    /// <summary>Purchases, newest first. Null: the cursor is not one of this list.</summary>
    [Alias("purchases")]
    Task<Page<PurchaseView>?> GetPurchasesAsync(string? cursor, int limit);

    [Alias("purchase")]
    Task<PurchaseView?> GetPurchaseAsync(OrderKey order);

    /// <summary>History, newest first. Null: the cursor is not one of this list.</summary>
    /// <param name="type">Only lines of this type; null for all.</param>
    [Alias("history")]
    Task<Page<HistoryLine>?> GetHistoryAsync(string? cursor, int limit, string? type);

    [Alias("add-goal")]
    Task<Outcome<GoalView>> AddGoalAsync(NewGoal goal);

    [Alias("change-goal")]
    Task<Outcome<GoalView>> ChangeGoalAsync(string goalId, GoalChange change);

    [Alias("remove-goal")]
    Task<Outcome<bool>> RemoveGoalAsync(string goalId);

    /// <param name="goalIds">All goals of the subscriber, each once, the first priority first.</param>
    [Alias("reorder-goals")]
    Task<Outcome<IReadOnlyList<GoalView>>> ReorderGoalsAsync(IReadOnlyList<string> goalIds);

    /// <summary>Settles what the calendar has closed; for the batch of the 1st and for ops. Repeated: changes nothing.</summary>
    [Alias("settle")]
    Task SettleAsync();

    /// <summary>A payout got its final answer. Repeated: changes nothing.</summary>
    [Alias("payout-answered")]
    Task PayoutAnsweredAsync(string payoutId, PayoutAnswer answer);

    /// <summary>Delivers what others must still be told; returns when nothing deliverable is left. For the clock's driver and ops.</summary>
    [Alias("drain"), AlwaysInterleave]
    Task DrainOutboxAsync();

    /// <summary>Seals the codes of certificates in the record with the current master secret. Repeated: changes nothing.</summary>
    [Alias("reseal")]
    Task ResealAsync();
}
