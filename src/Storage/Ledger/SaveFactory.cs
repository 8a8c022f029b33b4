using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Cashback.Storage;

namespace Cashback.Ledger;

/// <summary>
/// Serialises a grain's state and its joined writes into rows before the save is enqueued, so that what is in the queue never
/// changes.
/// </summary>
internal static class SaveFactory
{
    /// <param name="now">By the programme's clock.</param>
    public static Save Of<T>(
        string stateName, GrainId grain, IGrainState<T> grainState, DateTimeOffset now, CancellationToken cancellation)
    {
        var state = grainState.State ?? throw new ArgumentException($"The state of {grain} is null.", nameof(grainState));
        var stored = state as IStored;
        var joined = stored?.JoinedWrites ?? JoinedWrites.None;
        var buffer = SaveBuffer.Take();
        var (change, whole) = WriteOwn(buffer, state, stored, StateJson.Options.GetTypeInfo(typeof(T)));
        var first = (change ? 1 : 0) + (whole ? 1 : 0) - 1;
        foreach (var record in joined.Records)
        {
            buffer.Write(record.State, StateJson.Options.GetTypeInfo(record.State.GetType()));
        }

        var (bytes, ends) = buffer.Detach();
        var joinedRows = joined.Records.IsEmpty ? [] : new LedgerRow[joined.Records.Length];
        for (var n = 0; n < joinedRows.Length; n++)
        {
            var record = joined.Records[n];
            joinedRows[n] = Row(record.StateName, record.Grain, record.State, bytes.AsMemory(ends[first + n]..ends[first + n + 1]));
        }

        var start = change ? ends[0] : 0;
        var own = whole ? bytes.AsMemory(start..ends[first]) : default;
        return new Save(Row(stateName, grain, stored, own), ExpectedOf(grainState.ETag), cancellation)
        {
            Change = change ? bytes.AsMemory(0, start) : (ReadOnlyMemory<byte>?)null,
            Replaced = change && whole ? stored!.Journal?.SnapshotVersion : null,
            At = now,
            Due = stored is null ? null : DueOf(grain, stored),
            JoinedWrites = joined.Records,
            JoinedRows = joinedRows,
            Reminders = LastOfEach(joined.Reminders),
            Buffer = bytes,
        };
    }

    /// <exception cref="NotSupportedException">The record is journaled: what happened stays.</exception>
    public static Save ClearOf<T>(string stateName, GrainId grain, IGrainState<T> grainState, CancellationToken cancellation) =>
        grainState.State is IStored { Content: IJournaled }
            ? throw new NotSupportedException($"The journaled record of {grain} can't be cleared.")
            : new(new(stateName, KeyOf(grain), default, null, null), ExpectedOf(grainState.ETag), cancellation) { IsClear = true };

    public static string KeyOf(GrainId grain) => grain.Key.ToString()!;

    public static string ETagOf(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes the whole record, the change of a journaled one, or one after the other.</summary>
    private static (bool Change, bool Whole) WriteOwn(SaveBuffer buffer, object state, IStored? stored, JsonTypeInfo form)
    {
        if (stored is not { Content: IJournaled record })
        {
            buffer.Write(state, form);
            return (false, true);
        }

        buffer.Write(record.ChangeSince(stored.Journal?.Saved), StateJson.Options.GetTypeInfo(record.ChangeType));
        if (stored.Journal is { } position && !position.IsSnapshotDue(buffer.Length))
        {
            return (true, false);
        }

        buffer.Write(state, form);
        return (true, true);
    }

    private static DueMonth? DueOf(GrainId grain, IStored stored)
    {
        if (stored.Content is not IJournaled)
        {
            return null;
        }

        var (before, after) = (MonthOf(stored.Journal?.Saved), MonthOf(stored.Content));
        return before == after ? null : new(KeyOf(grain), after?.ToString());
    }

    private static YearMonth? MonthOf(object? record) => (record as IIndexed)?.IndexedMonth;

    private static LedgerRow Row(string stateName, GrainId grain, IStored? stored, ReadOnlyMemory<byte> payload)
    {
        var indexed = stored?.Content is IJournaled ? null : stored?.Content as IIndexed;
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
