using Cashback.Campaigns;
using Cashback.Certificates;
using Cashback.Clicks;
using Cashback.Messages;
using Cashback.Payouts;
using Cashback.Phones;
using Cashback.Programme;
using Cashback.Purchases;
using Cashback.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Cashback.Subscribers;

/// <summary>
/// Loads, decides, saves, tells. What is decided stands in <see cref="Subscriber"/>.
/// Reentrant: while a save is under way the next reports are decided on what it saves, and share the save after it. That
/// is safe because each decision, from <see cref="Current"/> to <see cref="CommitAsync"/>, is made without an await.
/// </summary>
[Reentrant]
internal sealed partial class SubscriberGrain(
    [PersistentState(StateNames.Subscriber, StorageNames.Ledger)] IPersistentState<Stored<Subscriber>> state,
    ProgrammeRules rules,
    ClickIds clickIds,
    INumberDirectory numbers,
    Messenger messenger,
    CertificateCodes codes,
    LedgerTraits ledger,
    Secrets secrets,
    WelcomeBoard welcome,
    NumberHashes numberHashes,
    TimeProvider clock,
    ILogger<SubscriberGrain> log) : RecordGrain<Subscriber>(state), ISubscriberGrain, IRemindable
{
    private string Id => GrainKeys.IdOf(this.GetPrimaryKeyString());

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The newest decision with every ended month closed: the ground of the next one.</summary>
    private Subscriber Current => Decided?.Settled(Now, rules) ?? throw new InvalidOperationException($"There is no subscriber {Id}.");

    public async Task<AccountView> RegisterAsync(Registration registration)
    {
        var invitation = Decided is null ? await JoinAsync(registration) : null;
        await CommitAsync(Decided is null ? Subscriber.Register(Id, registration, Now, rules, invitation) : Current);
        return Record!.ToAccount(rules);
    }

    public async Task<AccountView?> GetAccountAsync()
    {
        if (Record is null)
        {
            return null;
        }

        await CommitAsync(Current);
        return Record.ToAccount(rules);
    }

    public async Task<Outcome<AccountView>> ChangeProfileAsync(ProfileChange change)
    {
        if (Closed is { } refusal)
        {
            return refusal;
        }

        return await CommitChangeAsync(Current.ChangeProfile(change, UndoCode.Make(), Now, rules));
    }

    public async Task<Outcome<Click>> VisitStoreAsync(StoreVisit visit)
    {
        if (Closed is { } refusal)
        {
            return refusal;
        }

        string MakeId(DateTimeOffset at) => clickIds.Make(Id, visit.StoreId, at, visit.Terms);
        var (next, at) = Current.Visit(visit, Now, MakeId);
        await CommitAsync(next);
        return new Click(MakeId(at), at);
    }

    public async Task<ReportVerdict> ReportOrderAsync(OrderReport report)
    {
        if (Record is null)
        {
            return new ReportVerdict(ReportResult.Unattributable, "unknown-subscriber");
        }

        var offered = await OfferedAsync(report);
        var archived = Current.MayBeArchived(report.Order) ? await FindArchivedAsync(report.Order) : null;
        var sameOrder = archived is null && Current.MayHideSameOrder(report) ? await FindArchivedSameOrderAsync(report) : null;
        var current = Current;
        var basis = current.With(archived);
        var (reported, verdict) = basis.Report(report, Now, rules, sameOrder);
        var next = reported.ClaimWelcome(report.Order, offered);
        await CommitAsync(ReferenceEquals(next, basis) ? current : next);
        return verdict;
    }

    public async Task<DateTimeOffset?> DeadlineReachedAsync(OrderKey order)
    {
        if (Record is null)
        {
            return null;
        }

        await CommitAsync(Current.Expire(order, Now));
        return Record.FindPurchase(order) is { Status: PurchaseStatus.Pending } purchase ? purchase.AnswerDueBy : null;
    }

    public async Task<Outcome<PurchaseView>> ReversePurchaseAsync(OrderKey order, string reason)
    {
        if (Record is null)
        {
            return NoSubscriber;
        }

        var archived = Current.FindPurchase(order) is null ? await FindArchivedAsync(order) : null;
        var current = Current;
        var basis = current.With(archived);
        var reversed = basis.ReverseByHand(order, reason, Now);
        if (reversed.Value is not { } next)
        {
            return reversed.Rejection!;
        }

        await CommitAsync(ReferenceEquals(next, basis) ? current : next);
        return next.FindPurchase(order)!.ToView();
    }

    public async Task SettleAsync()
    {
        if (Record is not null)
        {
            await CommitAsync(Current);
        }
    }

    public async Task PayoutAnsweredAsync(string payoutId, PayoutAnswer answer)
    {
        if (Record is not null)
        {
            await CommitAsync(Current.PayoutAnswered(payoutId, answer, Now));
        }
    }

    private async Task<string?> FindArchivedSameOrderAsync(OrderReport report) =>
        (await GetPurchasesAsync(null, PurchasesLookedAt))!.Items.FirstOrDefault(known => SameOrder.Matches(known, report))?.Id;

    private static Rejection NoSubscriber => new("not-found", new("There is no such subscriber.", "Такого абонента нет."), RejectionKind.NotFound);

    private async Task<Purchase?> FindArchivedAsync(OrderKey order)
    {
        var archived = await GrainFactory.GetGrain<IPurchaseGrain>(GrainKeys.Order(order)).GetArchivedAsync();
        return archived?.SubscriberId == Id ? archived.Purchase : null;
    }
}
