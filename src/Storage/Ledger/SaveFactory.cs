using System.Collections.Immutable;
using System.Globalization;
using Cashback.Storage;

namespace Cashback.Ledger;

/// <summary>
/// Serialises a grain's state and its joined writes into rows before the save is enqueued, so that what is in the queue never
/// changes.
/// </summary>
internal static class SaveFactory
{
    public static Save Of<T>(string stateName, GrainId grain, IGrainState<T> grainState, CancellationToken cancellation)
    {
        var state = grainState.State ?? throw new ArgumentException($"The state of {grain} is null.", nameof(grainState));
        var stored = state as IStored;
        var joined = stored?.JoinedWrites ?? JoinedWrites.None;
        var buffer = SaveBuffer.Take();
        buffer.Write(state, StateJson.Options.GetTypeInfo(typeof(T)));
        foreach (var record in joined.Records)
        {
            buffer.Write(record.State, StateJson.Options.GetTypeInfo(record.State.GetType()));
        }

        var (bytes, ends) = buffer.Detach();
        var joinedRows = joined.Records.IsEmpty ? [] : new LedgerRow[joined.Records.Length];
        for (var n = 0; n < joinedRows.Length; n++)
        {
            var record = joined.Records[n];
            joinedRows[n] = Row(record.StateName, record.Grain, record.State, bytes.AsMemory(ends[n]..ends[n + 1]));
        }

        return new Save(Row(stateName, grain, stored, bytes.AsMemory(0, ends[0])), ExpectedOf(grainState.ETag), cancellation)
        {
            JoinedWrites = joined.Records,
            JoinedRows = joinedRows,
            Reminders = LastOfEach(joined.Reminders),
            Buffer = bytes,
        };
    }

    public static Save ClearOf<T>(string stateName, GrainId grain, IGrainState<T> grainState, CancellationToken cancellation) =>
        new(new(stateName, KeyOf(grain), default, null, null), ExpectedOf(grainState.ETag), cancellation) { IsClear = true };

    public static string KeyOf(GrainId grain) => grain.Key.ToString()!;

    public static string ETagOf(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static LedgerRow Row(string stateName, GrainId grain, IStored? stored, ReadOnlyMemory<byte> payload)
    {
        var indexed = stored?.Content as IIndexed;
        return new(stateName, KeyOf(grain), payload, indexed?.IndexedMonth?.ToString(), indexed?.IndexedSum);
    }

    // An etag of another form is that of no version.
    private static int? ExpectedOf(string? etag) =>
        etag is null ? null : int.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;

    private static ImmutableArray<ReminderChange> LastOfEach(ImmutableArray<ReminderChange> changes)
    {
        for (var n = changes.Length - 2; n >= 0; n--)
        {
            if (IsAmong(changes.AsSpan(n + 1, changes.Length - n - 1), changes[n]))
            {
                changes = changes.RemoveAt(n);
            }
        }

        return changes;
    }

    private static bool IsAmong(ReadOnlySpan<ReminderChange> later, ReminderChange change)
    {
        foreach (var other in later)
        {
            if (other.Grain == change.Grain && other.Name == change.Name)
            {
                return true;
            }
        }

        return false;
    }
}
