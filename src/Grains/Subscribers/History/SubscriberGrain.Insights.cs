namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    /// <summary>Clocks of two silos differ a little, so a change can be a moment older than the one before it.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<InsightCell>?> GetInsightsAsync(DateTimeOffset from, DateTimeOffset to)
    {
        if (await SettledAsync() is null)
        {
            return null;
        }

        var lines = new List<HistoryLine>();
        await foreach (var (_, written) in HistoryAsync(before: to + ClocksApart))
        {
            lines.AddRange(written);
            if (written.Count > 0 && written[0].At < from - ClocksApart)
            {
                break;
            }
        }

        return Insights.Of(lines, from, to, rules.Calendar);
    }
}
