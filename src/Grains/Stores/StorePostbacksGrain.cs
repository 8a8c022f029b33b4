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

    /// <summary>Nearly always all is known here, and the subscriber's answer is passed on without another turn of this grain.</summary>
    public ValueTask<ReportVerdict> ReportAsync(PartnerReport report) =>
        FindInCopy(clicks.ReadTerms(report.ClickId)) is var (store, terms) && FindKnownRate(report) is { } rate
            ? RefuseNetwork(report, store, terms) is { } refusal ? ValueTask.FromResult(refusal) : PassOnAsync(report, store, terms, rate)
            : ReadAndReportAsync(report);

    private async ValueTask<ReportVerdict> ReadAndReportAsync(PartnerReport report)
    {
        if (await FindStoreAsync(report) is not var (store, terms))
        {
            return new ReportVerdict(ReportResult.Unattributable, "unknown-store");
        }

        if (terms is null)
        {
            return new ReportVerdict(ReportResult.Unattributable, "unknown-terms");
        }

        return RefuseNetwork(report, store, terms.Value)
            ?? await PassOnAsync(report, store, terms.Value, await FindExchangeRateAsync(report));
    }

    /// <summary>The network to which the click was led may report its lines, whichever network the store works with today.</summary>
    private static ReportVerdict? RefuseNetwork(PartnerReport report, Store store, int terms) =>
        report.Network != store.Profile.Network && report.Network != store.Terms.NetworkOf(terms)
            ? new ReportVerdict(ReportResult.Unattributable, "wrong-network")
            : null;

    private ValueTask<ReportVerdict> PassOnAsync(PartnerReport report, Store store, int terms, decimal? exchangeRate)
    {
        var order = new OrderReport
        {
            Order = new OrderKey(report.Network, store.Profile.Id, report.LineId),
            StoreName = store.Profile.Name,
            ClickId = report.ClickId,
            ClickedAt = report.ClickedAt,
            Status = report.Status,
            Amount = report.Amount,
            Rate = store.RateOf(terms, report.ClickedAt, report.TariffCode),
            ExchangeRate = exchangeRate,
            OrderId = report.OrderId,
            OrderedAt = report.OrderedAt,
            Version = report.Version,
            ConfirmationDays = store.Profile.ConfirmationDays,
            Reason = report.Reason,
            ReceivedAt = report.ReceivedAt,
            DistinctFrom = report.DistinctFrom,
        };
        return GrainFactory.Refer<ISubscriberPartnerGrain>(GrainKeys.Subscriber(report.SubscriberId)).ReportOrderAsync(order);
    }

    // The copy may be a moment old, but an unknown rate is always read again: operations may just have set it.
    private async ValueTask<decimal?> FindExchangeRateAsync(PartnerReport report)
    {
        if (FindKnownRate(report) is { } known)
        {
            return known;
        }

        var now = clock.GetUtcNow();
        _rates = await GrainFactory.GetGrain<IExchangeRatesGrain>(GrainKeys.ExchangeRates).GetAsync();
        _ratesReadAt = now;
        return _rates.Find(CurrencyOf(report), calendar.DayOf(report.OrderedAt));
    }

    private decimal? FindKnownRate(PartnerReport report) =>
        CurrencyOf(report) is var currency && (currency == Money.Rub || clock.GetUtcNow() - _ratesReadAt < RatesKept)
            ? _rates.Find(currency, calendar.DayOf(report.OrderedAt))
            : null;

    private static string CurrencyOf(PartnerReport report) => report.Amount?.Currency ?? Money.Rub;

    // A copy that knows the version of the click's terms pays what the click was shown, whatever was put since.
    private async ValueTask<(Store Store, int? Terms)?> FindStoreAsync(PartnerReport report)
    {
        var click = clicks.ReadTerms(report.ClickId);
        if (FindInCopy(click) is { } known)
        {
            return known;
        }

        var now = clock.GetUtcNow();
        var store = await GrainFactory.GetGrain<IStoreRecordGrain>(this.GetPrimaryKeyString()).GetRecordAsync();
        (_copy, _copiedAt) = (store, now);
        if (store is null)
        {
            return null;
        }

        return TermsOf(store, click) is { } terms ? (store, terms)
            : now - click!.Value.At > CutOffMax ? (store, null)
            : throw new TimeoutException($"The record of {this.GetPrimaryKeyString()} is older than a click of it; the message is to come again.");
    }

    private (Store Store, int Terms)? FindInCopy((DateTimeOffset At, int Terms)? click) =>
        _copy is not null && clock.GetUtcNow() - _copiedAt < CopyKept && TermsOf(_copy, click) is { } terms ? (_copy, terms) : null;

    private static int? TermsOf(Store store, (DateTimeOffset At, int Terms)? click) =>
        click is var (at, terms) ? store.Terms.Find(terms, at) : store.Terms.Version;
}
