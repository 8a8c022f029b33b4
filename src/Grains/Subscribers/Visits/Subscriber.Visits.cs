namespace Cashback.Subscribers;

/// <summary>Visits to stores.</summary>
internal sealed partial record Subscriber
{
    private const string ClickLineType = "click";
    private static readonly TimeSpan VisitKept = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A visit to a store. Two clicks never share a time, since their ids differ by the time. Who comes again within a
    /// minute, to what would be the same click but for the time, is on the visit that there is.
    /// </summary>
    public (Subscriber Next, DateTimeOffset At) Visit(StoreVisit visit, DateTimeOffset now, Func<DateTimeOffset, string> makeClickId)
    {
        if (VisitBefore(visit, now, makeClickId) is { } before)
        {
            return (this, before);
        }

        var at = Clicks.ClickIds.Truncate(now);
        if (LastClickAt is { } last && at <= last)
        {
            at = last + Clicks.ClickIds.Step;
        }

        var next = this with { LastClickAt = at };
        return (next.Log(now, new(ClickLineType, Texts.Visit(visit.StoreName)) { StoreId = visit.StoreId, ClickId = makeClickId(at) }), at);
    }

    private DateTimeOffset? VisitBefore(StoreVisit visit, DateTimeOffset now, Func<DateTimeOffset, string> makeClickId)
    {
        if (LastClickAt is not { } last || now - last >= VisitKept)
        {
            return null;
        }

        var found = History.Tail.FindLast(visit.StoreId, line => line.Type == ClickLineType && line.StoreId == visit.StoreId);
        return found is { } line && now - line.At < VisitKept
            ? ((DateTimeOffset[])[Clicks.ClickIds.Truncate(line.At), last]).Cast<DateTimeOffset?>().FirstOrDefault(
                at => makeClickId(at!.Value) == line.ClickId)
            : null;
    }

    /// <summary>A click's line shows whether the store has reported an order meanwhile.</summary>
    /// <param name="reported">Clicks of orders that newer lines are about.</param>
    public HistoryLine Explain(HistoryLine line, IReadOnlySet<string> reported) => line.Type != ClickLineType ? line : line with
    {
        Reason = reported.Contains(line.ClickId!) || Purchases.Any(purchase => purchase.ClickId == line.ClickId)
            ? Texts.Reported
            : Texts.NotReported,
    };
}
