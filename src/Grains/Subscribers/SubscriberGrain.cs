using Cashback.Programme;
using Cashback.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Cashback.Subscribers;

/// <summary>
/// Loads, decides, saves, delivers. The decisions are those of <see cref="Subscriber"/>.
/// Reentrant: while a save is under way the next reports are decided on what it saves, and share the save after it. That
/// is safe because each decision is made without an await (<c>DecideAsync</c>).
/// </summary>
[Reentrant]
internal sealed partial class SubscriberGrain(
    [PersistentState(StateNames.Subscriber, StorageNames.Ledger)] IPersistentState<Stored<Subscriber>> state,
    ProgrammeRules rules,
    SubscriberCodes codes,
    SubscriberLookups lookups,
    OutboxReceivers receivers,
    TimeProvider clock,
    ILogger<SubscriberGrain> log) : RecordGrain<Subscriber>(state),
    ISubscriberAccountGrain, ISubscriberPartnerGrain, ISubscriberEventsGrain, ISubscriberOperationsGrain,
    ISubscriberOutboxGrain, IOutboxReceivers, IRemindable
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
}
