using Cashback.Subscribers;

namespace Cashback.Queries;

/// <summary>
/// What happened to all subscribers, in one order (docs/adr/0055). Each reader keeps the position that it has come to, and reads on
/// from there: it gets each change once, and no change appears behind it later.
/// </summary>
public interface IJournalQueries
{
    /// <summary>The changes after a position, in order.</summary>
    /// <param name="after">0: from the start.</param>
    /// <param name="limit">No more than this are read, and no page is shorter while there are more.</param>
    /// <returns>Null: no change has had that position yet, so it is that of another database, or of this one before it was restored
    /// to an earlier moment.</returns>
    /// <exception cref="TimeoutException">A transaction that began to write to the journal did not end.</exception>
    /// <exception cref="OrleansException">A change is damaged or of a newer form; the message names it.</exception>
    Task<JournalPage?> ReadAsync(long after, int limit, CancellationToken cancellation);
}

/// <param name="Next">To be read on from; the position that was asked for if nothing is after it yet.</param>
public sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, long Next);

/// <summary>One save of a subscriber.</summary>
/// <param name="Position">In the order of all; later is higher, with gaps.</param>
/// <param name="Version">Of the record that it made: 1, 2, 3, … for each subscriber.</param>
/// <param name="SavedAt">By the programme's clock.</param>
/// <param name="Lines">Those that it added to the history; none for much that the history does not show.</param>
public sealed record JournalEntry(
    long Position, string SubscriberId, int Version, DateTimeOffset SavedAt, IReadOnlyList<HistoryLine> Lines);
