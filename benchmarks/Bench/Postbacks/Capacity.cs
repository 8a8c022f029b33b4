namespace Cashback.Benchmarks.Postbacks;

/// <summary>What the measured figures mean for a whole programme: computed, with every assumption named.</summary>
internal static class Capacity
{
    private const double PurchasesEachMonth = 4;

    // The order, the decision on it, and one message in twenty a second time.
    private const double PostbacksEachPurchase = 2.1;
    private const double SecondsEachMonth = 30 * 86_400;

    /// <summary>The busiest seconds of the year to the mean: evenings three times, the days of the great sales another four.</summary>
    private const double Peak = 12;

    /// <summary>Of a processor, so that one silo can be lost and garbage collected.</summary>
    private const double Load = 0.5;

    public static void Add(Markdown text, Measured measured)
    {
        text.Line(
            $"Computed from the row of grouped, uniform, {measured.Connections} connections: {PurchasesEachMonth:0} purchases a subscriber and month, ",
            $"{PostbacksEachPurchase} postbacks a purchase, the peak {Peak:0} times the mean, processors at most {Load:P0} busy. ",
            "Postbacks/s at the mean m = subscribers × purchases × postbacks ÷ 2 592 000; cores = m × peak × µs ÷ 1 000 000 ÷ load; ",
            "log a day = m × 86 400 × log bytes; disk a year = m × 31 536 000 × stored bytes (kept for ever: nothing is thrown away).");
        text.Line();
        text.Line("| subscribers | postbacks/s, mean | at the peak | cores for silos | cores for the database | log a day | log/s at the peak | disk a year |");
        text.Line("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var subscribers in (double[])[1_000_000, 10_000_000])
        {
            var mean = subscribers * PurchasesEachMonth * PostbacksEachPurchase / SecondsEachMonth;
            var peak = mean * Peak;
            text.Line(
                $"| {subscribers:0} | {mean:0.0} | {peak:0} | {peak * measured.ServiceMicrosecondsEach / 1e6 / Load:0.00} ",
                $"| {peak * measured.DatabaseMicrosecondsEach / 1e6 / Load:0.00} | {mean * 86_400 * measured.LogBytesEach / 1e9:0.0} GB ",
                $"| {peak * measured.LogBytesEach / 1e6:0.0} MB | {mean * 31_536_000 * measured.StoredBytesEach / 1e9:0} GB |");
        }
    }
}
