namespace Cashback.Quarantine;

/// <summary>The decisions on a run over the quarantine.</summary>
internal static class QuarantineRunLife
{
    /// <summary>A process reports every few seconds; one silent for so long is dead, or cut off.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    public static QuarantineRunStart Begin(
        this QuarantineRun? run, string id, QuarantineTask task, string by, long total, DateTimeOffset now)
    {
        if (run is { State: QuarantineRunState.Running } && now - run.HeardAt < Silence)
        {
            return new QuarantineRunStart(run, Started: false);
        }

        if (run is { State: not QuarantineRunState.Finished })
        {
            return new QuarantineRunStart(
                run with { State = QuarantineRunState.Running, HeardAt = now, Attempt = run.Attempt + 1 }, Started: true);
        }

        // What comes in while it runs is the next run's: this one has an end.
        var filter = task.Filter.To is { } to && to < now ? task.Filter : task.Filter with { To = now };
        return new QuarantineRunStart(
            new QuarantineRun
            {
                Id = id,
                Task = task with { Filter = filter },
                State = QuarantineRunState.Running,
                StartedAt = now,
                StartedBy = by,
                HeardAt = now,
                Total = total,
                Progress = new QuarantineProgress(),
                Attempt = (run?.Attempt ?? 0) + 1,
            },
            Started: true);
    }

    /// <summary>Null: the attempt is over.</summary>
    public static QuarantineRun? Report(
        this QuarantineRun run, int attempt, QuarantineProgress progress, QuarantineRunState state, DateTimeOffset now) =>
        run.Attempt == attempt && run.State == QuarantineRunState.Running
            ? run with { Progress = progress, State = state, HeardAt = now }
            : null;
}
