namespace Cashback.Runs;

/// <summary>One piece of work in the background of a process.</summary>
public abstract class BackgroundRun
{
    /// <summary>What is limited together, for example all reconciliations or the settlement of one month.</summary>
    public abstract string Group { get; }

    /// <summary>For the log, for example "Settlement of 2026-11".</summary>
    public abstract string Name { get; }

    /// <param name="stopping">The process stops. Throws <see cref="OperationCanceledException"/>, or ends and notes how far it
    /// came.</param>
    public abstract Task WorkAsync(CancellationToken stopping);

    /// <summary>Notes the end where others see it. Repeated while it fails, so it must be idempotent.</summary>
    public virtual Task EndedAsync(RunEnd end) => Task.CompletedTask;
}

/// <summary>How a run's work ended.</summary>
/// <param name="Error">What made it fail; null otherwise.</param>
/// <param name="WasStopped">It ended early with its process.</param>
public sealed record RunEnd(Exception? Error, bool WasStopped = false)
{
    public static RunEnd Finished { get; } = new(Error: null);

    public static RunEnd Stopped { get; } = new(Error: null, WasStopped: true);

    public override string ToString() => Error is not null ? "failed" : WasStopped ? "stopped" : "finished";
}
