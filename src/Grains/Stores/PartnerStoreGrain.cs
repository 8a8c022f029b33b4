using Cashback.Catalogue;
using Cashback.Currencies;
using Cashback.Purchases;
using Cashback.Storage;
using Cashback.Subscribers;
using Orleans.Concurrency;

namespace Cashback.Stores;

/// <summary>
/// Reentrant: a busy store's clicks and postbacks wait for their subscribers side by side. That is safe because every
/// decision is made synchronously on what is saved, and nothing is kept per postback.
/// </summary>
[Reentrant]
internal sealed class PartnerStoreGrain(
    [PersistentState(StateNames.Store, StorageNames.Records)] IPersistentState<Stored<Store>> state,
    ProgrammeCalendar calendar,
    TimeProvider clock)
    : RecordGrain<Store>(state), IPartnerStoreGrain
{
    private static readonly TimeSpan RatesKept = TimeSpan.FromSeconds(10);

    private Store? _saved;
    private Store? _decided;
    private ExchangeRateTable _rates = ExchangeRateTable.Empty;
    private DateTimeOffset _ratesReadAt = DateTimeOffset.MinValue;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _saved = _decided = Record;
        return base.OnActivateAsync(cancellationToken);
    }

    public Task<StoreProfile?> GetAsync() => Task.FromResult(_saved?.Offer(clock.GetUtcNow()));

    public async Task<Outcome<StoreProfile>> PutAsync(StoreProfile profile)
    {
        var now = clock.GetUtcNow();
        if (StoreRules.Check(profile, now) is { } rejection)
        {
            return rejection;
        }

        if (GrainKeys.Store(profile.Id) != this.GetPrimaryKeyString())
        {
            return new Rejection("invalid-store", "The profile is of another store.", RejectionKind.Unacceptable, "id");
        }

        // Decided on what another request has decided and is still writing; clicks and reports go by what is saved.
        var next = _decided is { } store ? store.Put(profile, now) : Store.New(profile, now);
        _decided = next;
        await SaveAsync(next);
        _saved = next;

        // Told even when nothing is new: a crash after the save is mended by the same request.
        var offer = next.Offer(now);
        await GrainFactory.GetGrain<ICatalogueGrain>(GrainKeys.Catalogue).PutAsync(offer);
        return offer;
    }

    public async Task<Outcome<StoreClick>> ClickAsync(string subscriberId)
    {
        if (_saved is not { } store)
        {
            return new Rejection("unknown-store", "There is no such store.", RejectionKind.NotFound);
        }

        if (!store.Profile.Active)
        {
            return new Rejection("store-inactive", "The store does not take part in the programme now.");
        }

        var visit = new StoreVisit(store.Profile.Id, store.Profile.Name, store.RateAt(clock.GetUtcNow()));
        var visited = await Subscriber(subscriberId).VisitStoreAsync(visit);
        return visited.Value is { } click
            ? new StoreClick(click.Id, store.LinkFor(click.Id), store.RateAt(click.At))
            : visited.Rejection!;
    }

    public async Task<ReportVerdict> ReportAsync(PartnerReport report)
    {
        if (_saved is not { } store)
        {
            return new ReportVerdict(ReportResult.Unattributable, "unknown-store");
        }

        if (store.Profile.Network != report.Network)
        {
            return new ReportVerdict(ReportResult.Unattributable, "wrong-network");
        }

        var order = new OrderReport
        {
            Order = new OrderKey(report.Network, store.Profile.Id, report.LineId),
            StoreName = store.Profile.Name,
            ClickId = report.ClickId,
            ClickedAt = report.ClickedAt,
            Status = report.Status,
            Amount = report.Amount,
            Rate = store.RateAt(report.ClickedAt, report.TariffCode),
            ExchangeRate = await FindExchangeRateAsync(report),
            OrderId = report.OrderId,
            OrderedAt = report.OrderedAt,
            Version = report.Version,
            ConfirmationDays = store.Profile.ConfirmationDays,
            Reason = report.Reason,
        };
        return await Subscriber(report.SubscriberId).ReportOrderAsync(order);
    }

    // The copy may be a moment old, but an unknown rate is always asked for again: ops may just have put it.
    private async ValueTask<decimal?> FindExchangeRateAsync(PartnerReport report)
    {
        var currency = report.Amount.Currency;
        var day = calendar.DayOf(report.OrderedAt);
        var now = clock.GetUtcNow();
        var known = currency == Money.Rub || now - _ratesReadAt < RatesKept ? _rates.Find(currency, day) : null;
        if (known is not null)
        {
            return known;
        }

        _rates = await GrainFactory.GetGrain<IExchangeRatesGrain>(GrainKeys.ExchangeRates).GetAsync();
        _ratesReadAt = now;
        return _rates.Find(currency, day);
    }

    private ISubscriberGrain Subscriber(string subscriberId) =>
        GrainFactory.GetGrain<ISubscriberGrain>(GrainKeys.Subscriber(subscriberId));
}
