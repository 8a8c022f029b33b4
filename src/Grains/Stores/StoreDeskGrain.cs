using Cashback.Currencies;
using Cashback.Purchases;
using Cashback.Subscribers;
using Orleans.Concurrency;

namespace Cashback.Stores;

/// <summary>
/// One on each silo that takes the store's postbacks, so that the busiest store of all is as many as there are silos and
/// a postback makes no way across the cluster for the store's sake. It decides on a copy of the store's record and keeps
/// nothing else.
/// </summary>
[StatelessWorker(maxLocalWorkers: 1), Reentrant]
internal sealed class StoreDeskGrain(ProgrammeCalendar calendar, TimeProvider clock) : Grain, IStoreDeskGrain
{
    private static readonly TimeSpan RatesKept = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CopyKept = TimeSpan.FromSeconds(1);

    /// <summary>How far the clocks of two silos may be apart.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromSeconds(5);

    private Store? _copy;
    private DateTimeOffset _copiedAt = DateTimeOffset.MinValue;
    private ExchangeRateTable _rates = ExchangeRateTable.Empty;
    private DateTimeOffset _ratesReadAt = DateTimeOffset.MinValue;

    public async Task<ReportVerdict> ReportAsync(PartnerReport report)
    {
        if (await FindStoreAsync(report.ClickedAt) is not { } store)
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
        return await GrainFactory.Refer<ISubscriberGrain>(GrainKeys.Subscriber(report.SubscriberId)).ReportOrderAsync(order);
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

    // A tariff never changes for the past, so a copy made after the click has the right one, whatever was put since.
    private async ValueTask<Store?> FindStoreAsync(DateTimeOffset clickedAt)
    {
        var now = clock.GetUtcNow();
        if (_copy is not null && now - _copiedAt < CopyKept && clickedAt + ClocksApart < _copiedAt)
        {
            return _copy;
        }

        _copy = await GrainFactory.GetGrain<IStoreRecordGrain>(this.GetPrimaryKeyString()).GetRecordAsync();
        _copiedAt = now;
        return _copy;
    }
}
