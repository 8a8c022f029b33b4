using System.Collections.Immutable;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    private const int PagesAtOnce = 16;

    /// <summary>Clocks of two silos differ a little, so a line can be a moment older than the one before it.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<InsightCell>?> GetInsightsAsync(DateTimeOffset from, DateTimeOffset to)
    {
        if (Record is null)
        {
            return null;
        }

        await CommitAsync(Current);
        var subscriber = Record;
        var lines = new List<HistoryLine>();
        var reached = false;
        for (var last = await FindPageAsync(subscriber, to + ClocksApart); last >= 0 && !reached; last -= PagesAtOnce)
        {
            var first = Math.Max(0, last - PagesAtOnce + 1);
            foreach (var page in await Task.WhenAll(Pages(first, last).Select(page => ReadPageAsync(subscriber, page))))
            {
                lines.AddRange(page);
                reached |= !page.IsEmpty && page[0].At < from - ClocksApart;
            }
        }

        return Insights.Of(lines, from, to, rules.Calendar);
    }

    /// <summary>The last page that begins before a time; the first one if none does.</summary>
    private async Task<long> FindPageAsync(Subscriber subscriber, DateTimeOffset before)
    {
        var (low, high) = (0L, History.PageOf(subscriber.History.LastSequence));
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var page = await ReadPageAsync(subscriber, middle);
            (low, high) = !page.IsEmpty && page[0].At < before ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private async Task<ImmutableArray<HistoryLine>> ReadPageAsync(Subscriber subscriber, long page) => page >= subscriber.History.FirstPage
        ? [.. subscriber.History.Page(page)]
        : await GrainFactory.GetGrain<IHistoryPageGrain>(GrainKeys.History(Id, page)).GetAsync();

    private static IEnumerable<long> Pages(long first, long last)
    {
        for (var page = first; page <= last; page++)
        {
            yield return page;
        }
    }
}
