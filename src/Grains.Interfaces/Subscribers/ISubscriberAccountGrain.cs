using Cashback.Certificates;
using Cashback.Purchases;
using Cashback.Referrals;
using Orleans.Concurrency;

namespace Cashback.Subscribers;

/// <summary>
/// A subscriber's account: what its owner sees and does. The grain holds the whole truth about one subscriber's bonuses, key
/// <c>sub:ULID</c>; the other interfaces of that grain are <see cref="ISubscriberPartnerGrain"/>, <see cref="ISubscriberEventsGrain"/>
/// and <see cref="ISubscriberOperationsGrain"/>. Every call first settles what the calendar has closed meanwhile, so a subscriber
/// who looks after midnight of the 1st sees the settled state.
/// All calls may be repeated; a call that fails with an exception has an unknown outcome and is to be repeated.
/// </summary>
[Alias("subscriber")]
public interface ISubscriberAccountGrain : IGrainWithStringKey
{
    /// <summary>Null if nobody has registered under this id.</summary>
    [Alias("account")]
    Task<AccountView?> GetAccountAsync();

    /// <summary>Refused: fresh-proof-required for another e-mail address that is not proven, too-many-changes, left-programme.</summary>
    [Alias("change-profile")]
    Task<Outcome<AccountView>> ChangeProfileAsync(ProfileChange change);

    /// <summary>The code that was sent to this address came back. Refused: another-address. Repeated: changes nothing.</summary>
    [Alias("confirm-email")]
    Task<Outcome<AccountView>> ConfirmEmailAsync(string email);

    /// <summary>Undoes a change by the code in the SMS about it.</summary>
    /// <returns><c>email</c> or <c>goal</c>; null: no change of the last minutes has this code.</returns>
    [Alias("undo")]
    Task<string?> UndoAsync(string code);

    [Alias("add-goal")]
    Task<Outcome<GoalView>> AddGoalAsync(NewGoal goal);

    [Alias("change-goal")]
    Task<Outcome<GoalView>> ChangeGoalAsync(string goalId, GoalChange change);

    [Alias("remove-goal")]
    Task<Outcome<bool>> RemoveGoalAsync(string goalId);

    /// <param name="goalIds">All goals of the subscriber, each once, the first priority first.</param>
    [Alias("reorder-goals")]
    Task<Outcome<IReadOnlyList<GoalView>>> ReorderGoalsAsync(IReadOnlyList<string> goalIds);

    /// <summary>Purchases, newest first. Null: the cursor is not one of this list.</summary>
    [Alias("purchases")]
    Task<Page<PurchaseView>?> GetPurchasesAsync(string? cursor, int limit);

    [Alias("purchase")]
    Task<PurchaseView?> GetPurchaseAsync(OrderKey order);

    /// <summary>History, newest first. Null: the cursor is not one of this list.</summary>
    [Alias("history")]
    Task<Page<HistoryLine>?> GetHistoryAsync(string? cursor, int limit, HistoryFilter filter);

    /// <summary>
    /// The history's lines of receipts that were sent, or claims that were filed, newest first. Null: the cursor is not one of
    /// this list.
    /// </summary>
    /// <param name="type"><c>receipt</c> or <c>claim</c>.</param>
    [Alias("beginnings")]
    Task<Page<HistoryLine>?> GetBeginningsAsync(string type, string? cursor, int limit);

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

    /// <summary>Notifies the owner that the code of a certificate was shown again.</summary>
    [Alias("certificate-shown")]
    Task CertificateShownAsync(string certificateId);

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
}
