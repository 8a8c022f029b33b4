namespace Cashback.Subscribers;

/// <summary>Every decision that a subscriber can see has an entry in the history.</summary>
internal sealed partial record Subscriber
{
    private Subscriber Log(DateTimeOffset at, HistoryEntry entry) => this with { History = History.Add(entry.ToLine(History, at, Held)) };

    /// <summary>As <see cref="History.Shortened"/>.</summary>
    public Subscriber WithShortHistory(long saved)
    {
        var left = History.Shortened(saved);
        return ReferenceEquals(left, History) ? this : this with { History = left };
    }
}
