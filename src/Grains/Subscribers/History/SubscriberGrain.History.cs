namespace Cashback.Subscribers;

/// <summary>The history, read from the journal: every change holds the lines that it wrote.</summary>
internal sealed partial class SubscriberGrain
{
    /// <summary>A filtered list looks at no more changes than this in one call; the cursor goes on from there.</summary>
    private const int ChangesPerCallMax = 1_000;

    /// <summary>
    /// Changes above the cursor that are read as well: a visit's line shows whether an order was reported for it, which a newer line
    /// says. While the purchase is in the record it says so itself.
    /// </summary>
    private const int ChangesAbove = 200;

    public Task<Page<HistoryLine>?> GetHistoryAsync(string? cursor, int limit, HistoryFilter filter) =>
        ReadHistoryAsync(cursor, limit, filter.Includes, filter.From);

    public Task<Page<HistoryLine>?> GetBeginningsAsync(string type, string? cursor, int limit) =>
        ReadHistoryAsync(cursor, limit, line => line.Type == type && line.Status is "sent" or "filed");

    /// <param name="from">No older line matches.</param>
    private async Task<Page<HistoryLine>?> ReadHistoryAsync(
        string? cursor, int limit, Func<HistoryLine, bool> matches, DateTimeOffset? from = null)
    {
        if (Record is null)
        {
            return new([], null);
        }

        if (HistoryCursor.Read(cursor) is not { } start)
        {
            return null;
        }

        var subscriber = await CommitAsync(Current);
        var (items, reported, read, next) = (new List<HistoryLine>(), new HashSet<string>(), 0, (HistoryCursor?)null);
        await foreach (var (version, lines) in HistoryAsync(Above(start.Version)))
        {
            foreach (var line in lines.Reverse())
            {
                if (line is { Type: "purchase", ClickId: { } click })
                {
                    reported.Add(click);
                }

                if (!start.Includes(version, line.Sequence) || !matches(line))
                {
                    continue;
                }

                if (items.Count == limit)
                {
                    return new(items, next?.ToString());
                }

                items.Add(subscriber.Explain(line, reported));
                next = new HistoryCursor(version, line.Sequence);
            }

            if (lines.Count > 0 && lines[0].At < from - ClocksApart)
            {
                break;
            }

            read += version <= start.Version ? 1 : 0;
            if (read == ChangesPerCallMax && version > 1)
            {
                return new(items, new HistoryCursor(version, 0).ToString());
            }
        }

        return new(items, null);
    }

    private static int Above(int version) => version > int.MaxValue - ChangesAbove ? int.MaxValue : version + ChangesAbove;

    private async IAsyncEnumerable<(int Version, SerializedLines Lines)> HistoryAsync(
        int newest = int.MaxValue, DateTimeOffset? before = null)
    {
        await foreach (var (version, change) in lookups.Journal.ReadBackAsync<WrittenLines>(this.GetPrimaryKeyString(), newest, before))
        {
            yield return (version, change.Lines);
        }
    }
}
