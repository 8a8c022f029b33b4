using System.Collections.Immutable;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    private const int PagesAtOnce = 16;

    /// <summary>Clocks of two silos differ a little, so a line can be a moment older than the one before it.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<InsightCell>?> GetInsightsAsync(DateTimeOffset from, DateTimeOffset to)
    {
        if (await SettledAsync() is not { } subscriber)
        {
            return null;
        }

        var lines = new List<HistoryLine>();
        var atOnce = 1L;
        for (var last = await FindPageAsync(subscriber, to + ClocksApart); last >= 0;)
        {
            var pages = await Task.WhenAll(Pages(Math.Max(0, last - atOnce + 1), last).Select(page => ReadPageAsync(subscriber, page)));
            lines.AddRange(pages.SelectMany(page => page));
            if (pages.Any(page => !page.IsEmpty && page[0].At < from - ClocksApart))
            {
                break;
            }

            var next = NextPage(pages[0], Math.Max(0, last - atOnce + 1));
            atOnce = next == last - atOnce ? Math.Min(2 * atOnce, PagesAtOnce) : 1;
            last = next;
        }

        return Insights.Of(lines, from, to, rules.Calendar);
    }

    /// <summary>The page before with a line that moved something: visits and the like between them are not read. Below 0: none.</summary>
    private static long NextPage(ImmutableArray<HistoryLine> page, long number) =>
        page.IsEmpty || page[0].MovedBefore is not { } moved ? number - 1
        : moved == 0 ? -1
        : Math.Min(History.PageOf(moved), number - 1);

    /// <summary>The last page that begins before a time; the first one if none does.</summary>
    private async Task<long> FindPageAsync(Subscriber subscriber, DateTimeOffset before)
    {
        var (low, high) = (0L, History.PageOf(subscriber.History.LastSequence));
        if (before > Now)
        {
            return high;
        }

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
