using Cashback.Campaigns;
using Cashback.Certificates;
using Cashback.Clicks;
using Cashback.Messages;
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
/// is safe because each decision is made without an await (<c>DecideAsync</c>).
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
    ILogger<SubscriberGrain> log) : RecordGrain<Subscriber>(state), ISubscriberGrain, ISubscriberOutboxGrain, IOutboxReceivers, IRemindable
{
    private string Id => GrainKeys.IdOf(this.GetPrimaryKeyString());

    private DateTimeOffset Now => clock.GetUtcNow();

    public async Task<AccountView> RegisterAsync(Registration registration)
    {
        var invitation = Decided is null ? await JoinAsync(registration) : null;
        var registered = await CommitAsync(Decided is null ? Subscriber.Register(Id, registration, Now, rules, invitation) : Current);
        return registered.ToAccount(rules);
    }

    public async Task<AccountView?> GetAccountAsync() => (await SettledAsync())?.ToAccount(rules);

    public Task<Outcome<Click>> VisitStoreAsync(StoreVisit visit) => DecideForParticipantAsync<Click>((current, now) =>
    {
        var (next, at) = current.Visit(visit, now, MakeId);
        return (next, new Click(MakeId(at), at));

        string MakeId(DateTimeOffset time) => clickIds.Make(Id, visit.StoreId, time, visit.Terms);
    });

    public async Task<ReportVerdict> ReportOrderAsync(OrderReport report)
    {
        var unknown = new ReportVerdict(ReportResult.Unattributable, "unknown-subscriber");
        if (Record is null)
        {
            return unknown;
        }

        var offered = await OfferedAsync(report);
        var archived = Current.MayBeArchived(report.Order) ? await FindArchivedAsync(report.Order) : null;
        var sameOrder = archived is null && Current.MayHideSameOrder(report) ? await FindArchivedSameOrderAsync(report) : null;
        return await DecideAsync(
            (current, now) => current.DecideOn(current.With(archived), revived =>
            {
                var (reported, verdict) = revived.Report(report, now, rules, sameOrder);
                return (reported.ClaimWelcome(report.Order, offered), verdict);
            }),
            unknown);
    }

    public async Task<DateTimeOffset?> DeadlineReachedAsync(OrderKey order)
    {
        var decided = await DecideAsync((current, now) => current.Expire(order, now));
        return decided?.FindPurchase(order) is { Status: PurchaseStatus.Pending } purchase ? purchase.AnswerDueBy : null;
    }

    public async Task<Outcome<PurchaseView>> ReversePurchaseAsync(OrderKey order, string reason)
    {
        var archived = Record is not null && Current.FindPurchase(order) is null ? await FindArchivedAsync(order) : null;
        return await DecideAsync<Outcome<PurchaseView>>(
            (current, now) => current.DecideOn<Outcome<PurchaseView>>(current.With(archived), revived =>
            {
                var reversed = revived.ReverseByHand(order, reason, now);
                return reversed.Value is { } next ? (next, next.FindPurchase(order)!.ToView()) : (revived, reversed.Rejection!);
            }),
            NoSubscriber);
    }

    private async Task<string?> FindArchivedSameOrderAsync(OrderReport report) =>
        (await GetPurchasesAsync(null, PurchasesLookedAt))!.Items.FirstOrDefault(known => SameOrder.Matches(known, report))?.Id;

    private async Task<Purchase?> FindArchivedAsync(OrderKey order)
    {
        var archived = await GrainFactory.GetGrain<IPurchaseGrain>(GrainKeys.Order(order)).GetArchivedAsync();
        return archived?.SubscriberId == Id ? archived.Purchase : null;
    }
}
