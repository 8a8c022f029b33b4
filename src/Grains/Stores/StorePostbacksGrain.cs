using Cashback.Clicks;
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
internal sealed class StorePostbacksGrain(ProgrammeCalendar calendar, ClickIds clicks, TimeProvider clock) : Grain, IStorePostbacksGrain
{
    private static readonly TimeSpan RatesKept = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CopyKept = TimeSpan.FromSeconds(1);

    /// <summary>So long after a click an activation that is cut off may still answer with a record from before it.</summary>
    private static readonly TimeSpan CutOffMax = TimeSpan.FromHours(1);

    private Store? _copy;
    private DateTimeOffset _copiedAt = DateTimeOffset.MinValue;
    private ExchangeRateTable _rates = ExchangeRateTable.Empty;
    private DateTimeOffset _ratesReadAt = DateTimeOffset.MinValue;

    public async Task<ReportVerdict> ReportAsync(PartnerReport report)
    {
        if (await FindStoreAsync(report) is not var (store, terms))
        {
            return new ReportVerdict(ReportResult.Unattributable, "unknown-store");
        }

        if (terms is null)
        {
            return new ReportVerdict(ReportResult.Unattributable, "unknown-terms");
        }

        // The network to which the click was led may report its lines, whichever network the store works with today.
        if (report.Network != store.Profile.Network && report.Network != store.Terms.NetworkOf(terms.Value))
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
            Rate = store.RateOf(terms.Value, report.ClickedAt, report.TariffCode),
            ExchangeRate = await FindExchangeRateAsync(report),
            OrderId = report.OrderId,
            OrderedAt = report.OrderedAt,
            Version = report.Version,
            ConfirmationDays = store.Profile.ConfirmationDays,
            Reason = report.Reason,
            ReceivedAt = report.ReceivedAt,
            DistinctFrom = report.DistinctFrom,
        };
        return await GrainFactory.Refer<ISubscriberPartnerGrain>(GrainKeys.Subscriber(report.SubscriberId)).ReportOrderAsync(order);
    }

    // The copy may be a moment old, but an unknown rate is always read again: operations may just have set it.
    private async ValueTask<decimal?> FindExchangeRateAsync(PartnerReport report)
    {
        var currency = report.Amount?.Currency ?? Money.Rub;
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

    // A copy that knows the version of the click's terms pays what the click was shown, whatever was put since.
    private async ValueTask<(Store Store, int? Terms)?> FindStoreAsync(PartnerReport report)
    {
        var now = clock.GetUtcNow();
        var click = clicks.TryRead(report.ClickId, out var token) ? token : null;
        if (_copy is not null && now - _copiedAt < CopyKept && TermsOf(_copy, click) is { } known)
        {
            return (_copy, known);
        }

        var store = await GrainFactory.GetGrain<IStoreRecordGrain>(this.GetPrimaryKeyString()).GetRecordAsync();
        (_copy, _copiedAt) = (store, now);
        if (store is null)
        {
            return null;
        }

        return TermsOf(store, click) is { } terms ? (store, terms)
            : now - click!.At > CutOffMax ? (store, null)
            : throw new TimeoutException($"The record of {this.GetPrimaryKeyString()} is older than a click of it; the message is to come again.");
    }

    private static int? TermsOf(Store store, ClickToken? click) =>
        click is null ? store.Terms.Version : store.Terms.Find(click.Terms, click.At);
}
