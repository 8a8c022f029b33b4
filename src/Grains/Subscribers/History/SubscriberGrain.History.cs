using System.Globalization;

namespace Cashback.Subscribers;

/// <summary>Lists that go on beyond the record: older history pages, and purchases that have left with a statement.</summary>
internal sealed partial class SubscriberGrain
{
    /// <summary>A filtered list looks at no more pages than this in one call; the cursor goes on from there.</summary>
    private const int PagesPerCallMax = 60;

    public Task<Page<HistoryLine>?> GetHistoryAsync(string? cursor, int limit, string? type) =>
        ReadHistoryAsync(cursor, limit, line => type is null || line.Type == type);

    public Task<Page<HistoryLine>?> GetBeginningsAsync(string type, string? cursor, int limit) =>
        ReadHistoryAsync(cursor, limit, line => line.Type == type && line.Status is "sent" or "filed");

    private async Task<Page<HistoryLine>?> ReadHistoryAsync(string? cursor, int limit, Func<HistoryLine, bool> matches)
    {
        if (Record is null)
        {
            return new([], null);
        }

        if (!TryReadCursor(cursor, out var before))
        {
            return null;
        }

        var subscriber = await CommitAsync(Current);
        var page = History.PageOf(Math.Min(before - 1, subscriber.History.LastSequence));
        var found = new List<HistoryLine>();
        for (var read = 0; page >= 0 && read < PagesPerCallMax && found.Count <= limit; page--, read++)
        {
            var lines = page >= subscriber.History.FirstPage
                ? [.. subscriber.History.Page(page)]
                : await GrainFactory.GetGrain<IHistoryPageGrain>(GrainKeys.History(Id, page)).GetAsync();
            found.AddRange(lines.Reverse().Where(line => line.Sequence < before && matches(line)));
        }

        var items = found.Take(limit).Select(subscriber.Explain).ToArray();
        var next = found.Count > limit ? items[^1].Sequence
            : page >= 0 ? (page + 1) * History.PageLength + 1
            : (long?)null;
        return new(items, next?.Text());
    }

    /// <summary>A cursor is the sequence number before which the next page ends.</summary>
    private static bool TryReadCursor(string? cursor, out long before)
    {
        before = long.MaxValue;
        return cursor is null || (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before) && before > 0);
    }

    async Task<EntryDelivered> IOutboxReceivers.DeliverAsync(ArchiveHistoryPage entry, Subscriber subscriber)
    {
        await GrainFactory.GetGrain<IHistoryPageGrain>(GrainKeys.History(Id, entry.Page)).WriteAsync(
            [.. subscriber.History.Page(entry.Page)]);
        return new EntryDelivered(entry.Id);
    }
}
