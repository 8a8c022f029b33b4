using System.Collections.Immutable;
using System.Diagnostics;
using Cashback.Storage;

namespace Cashback.Ledger;

/// <summary>A record as it is written.</summary>
/// <param name="Month">By which operations find it (<see cref="IIndexed"/>).</param>
internal readonly record struct LedgerRow(string State, string Key, ReadOnlyMemory<byte> Payload, string? Month, long? Sum);

/// <summary>
/// A grain's save (or clear) on its way through a writer's queue; its task ends with the version that was written, and
/// for a clear with 0.
/// </summary>
internal sealed class Save(LedgerRow own, int? expected, CancellationToken cancellation)
    : TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously), IQueued
{
    public LedgerRow Own => own;

    /// <summary>The version that was read; null for a first save.</summary>
    public int? Expected => expected;

    public bool IsClear { get; init; }

    public ImmutableArray<NewRecord> JoinedWrites { get; init; } = [];

    /// <summary>The rows of <see cref="JoinedWrites"/>, in their order.</summary>
    public LedgerRow[] JoinedRows { get; init; } = [];

    /// <summary>One change a reminder, the last that was asked for.</summary>
    public ImmutableArray<ReminderChange> Reminders { get; init; } = [];

    /// <summary>What holds the payloads, to be given back once they are written.</summary>
    public byte[]? Buffer { get; set; }

    public long QueuedAt { get; } = Stopwatch.GetTimestamp();

    public int Rows => 1 + JoinedRows.Length + Reminders.Length;

    public bool IsCancelled => cancellation.IsCancellationRequested;

    public void Done() => TrySetResult(IsClear ? 0 : expected + 1 ?? 1);

    public void Cancel() => TrySetCanceled(cancellation);

    public void Fail(Exception exception) => TrySetException(exception);
}

/// <summary>What a loop takes from its queue and answers.</summary>
internal interface IQueued
{
    long QueuedAt { get; }

    void Fail(Exception exception);
}

/// <summary>A row as it was read; without a payload there is none.</summary>
internal readonly record struct StoredRow(int Version, byte[]? Payload);

internal sealed class Read(string state, string key)
    : TaskCompletionSource<StoredRow>(TaskCreationOptions.RunContinuationsAsynchronously), IQueued
{
    public string State => state;

    public string Key => key;

    public long QueuedAt { get; } = Stopwatch.GetTimestamp();

    public void Fail(Exception exception) => TrySetException(exception);
}
