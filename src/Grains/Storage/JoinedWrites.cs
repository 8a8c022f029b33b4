using System.Collections.Immutable;

namespace Cashback.Storage;

/// <summary>
/// What a save brings about beside the record it writes: rows of other grains that begin with it, and reminders that are
/// set or removed. In the same transaction as the record, or not at all. Only the storage of the ledger does it; others
/// must not be given any.
/// </summary>
public sealed record JoinedWrites(ImmutableArray<NewRecord> Records, ImmutableArray<ReminderChange> Reminders)
{
    public static JoinedWrites None { get; } = new([], []);

    public bool IsEmpty => Records.IsEmpty && Reminders.IsEmpty;
}

/// <summary>The first record of another grain of the same storage. If that grain has a record already, nothing at all is saved.</summary>
/// <param name="StateName">The state's name (<see cref="StateNames"/>).</param>
/// <param name="Grain">Whose record it is.</param>
/// <param name="State">The grain's state, a <see cref="Stored{TRecord}"/>.</param>
public sealed record NewRecord(string StateName, GrainId Grain, IStored State);

/// <summary>A reminder set (again) or removed. The same row that the grain would have made by registering it itself.</summary>
/// <param name="StartAt">The first tick, by the programme's clock; null: the reminder is removed.</param>
/// <param name="Period">From tick to tick; without meaning where it is removed.</param>
public sealed record ReminderChange(GrainId Grain, string Name, DateTimeOffset? StartAt, TimeSpan Period);

/// <summary>
/// A record that was to begin with the save exists already. Nothing was saved; the version is as it was. One of Orleans'
/// exceptions, since it wraps all others on their way from a storage to a grain.
/// </summary>
public sealed class RecordExistsException(ImmutableArray<GrainId> existing)
    : OrleansException($"Nothing was saved: {string.Join(", ", existing)} had a record already.")
{
    public ImmutableArray<GrainId> Existing { get; } = existing;
}
