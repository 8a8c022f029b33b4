namespace Cashback.Subscribers;

/// <summary>Every decision that a subscriber can see has an entry in the history.</summary>
internal sealed partial record Subscriber
{
    private Subscriber Log(DateTimeOffset at, HistoryEntry entry)
    {
        var history = History.Add(entry.ToLine(History, at, Held));
        return this with { History = history, Outbox = history.HasPageToMove ? Outbox.ArchiveHistoryPage(history.FirstPage) : Outbox };
    }
}
