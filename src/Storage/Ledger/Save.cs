using System.Collections.Immutable;
using System.Diagnostics;
using Cashback.Storage;

namespace Cashback.Ledger;

/// <summary>A record as it is written.</summary>
/// <param name="Month">For queries of operations (<see cref="IIndexed"/>).</param>
internal readonly record struct LedgerRow(string State, string Key, ReadOnlyMemory<byte> Payload, string? Month, long? Sum);

/// <param name="Month">Null: it waits for none any more.</param>
internal readonly record struct DueMonth(string Key, string? Month);

/// <summary>
/// A grain's save (or clear) in a writer's queue. The result of its task is the version that was written, 0 for a clear.
/// </summary>
internal sealed class Save(LedgerRow own, int? expected, CancellationToken cancellation)
    : TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously), IQueued
{
    public LedgerRow Own => own;

    /// <summary>The version that was read; null for a first save.</summary>
    public int? Expected => expected;

    public bool IsClear { get; init; }

    /// <summary>What changed in a journaled record, to be appended; null: the record is not journaled.</summary>
    public ReadOnlyMemory<byte>? Change { get; init; }

    /// <summary>When it was enqueued, by the programme's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The version of the snapshot that this save of a change replaces; null: it leaves the snapshot as it is.</summary>
    public int? Replaced { get; init; }

    /// <summary>The month for whose settlement a journaled record waits, if that changed.</summary>
    public DueMonth? Due { get; init; }

    public ImmutableArray<NewRecord> JoinedWrites { get; init; } = [];

    /// <summary>The rows of <see cref="JoinedWrites"/>, in their order.</summary>
    public LedgerRow[] JoinedRows { get; init; } = [];

    /// <summary>At most one change for each reminder: the last one.</summary>
    public ImmutableArray<ReminderChange> Reminders { get; init; } = [];

    /// <summary>The pooled array with the payloads; returned to its pool once they are written.</summary>
    public byte[]? Buffer { get; set; }

    public long QueuedAt { get; } = Stopwatch.GetTimestamp();

    public int Rows => 1 + JoinedRows.Length + Reminders.Length;

    public bool IsCancelled => cancellation.IsCancellationRequested;

    public void Done() => TrySetResult(IsClear ? 0 : expected + 1 ?? 1);

    public void Cancel() => TrySetCanceled(cancellation);

    public void Fail(Exception exception) => TrySetException(exception);
}

/// <summary>An item of a loop's queue, which the loop completes.</summary>
internal interface IQueued
{
    long QueuedAt { get; }

    void Fail(Exception exception);
}

/// <summary>A row as it was read; without a payload there was no row.</summary>
/// <param name="Version">Of the payload.</param>
/// <param name="Changes">Of a journaled record: those after it, oldest first.</param>
/// <param name="LastVersion">Of the last change; null if there are none.</param>
internal readonly record struct StoredRow(int Version, byte[]? Payload, byte[][] Changes, int? LastVersion)
{
    /// <summary>A change is missing between the first and the last.</summary>
    public bool HasGap => LastVersion is { } last && last - Version != Changes.Length;
}

internal sealed class Read(string state, string key)
    : TaskCompletionSource<StoredRow>(TaskCreationOptions.RunContinuationsAsynchronously), IQueued
{
    public string State => state;

    public string Key => key;

    public long QueuedAt { get; } = Stopwatch.GetTimestamp();

    public void Fail(Exception exception) => TrySetException(exception);
}
