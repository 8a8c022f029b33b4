using System.Text.Json.Serialization;

namespace Cashback.Reconciliations;

/// <summary>A run over a report, and the decisions about it.</summary>
internal sealed record Reconciliation
{
    /// <summary>A run that has not reported for so long has lost its process.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    public required ReconciliationStart Start { get; init; }

    public required ReconciliationState State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyName("cancelAsked")]
    public bool CancelRequested { get; init; }

    public required ReconciliationProgress Progress { get; init; }

    public LocalText? Error { get; init; }

    public static Reconciliation Begin(ReconciliationStart start, DateTimeOffset now) => new()
    {
        Start = start,
        State = ReconciliationState.Running,
        StartedAt = now,
        UpdatedAt = now,
        Progress = ReconciliationProgress.None,
    };

    [JsonIgnore]
    public bool IsOver => State is not (ReconciliationState.Running or ReconciliationState.Interrupted);

    /// <summary>As it is at this time: a run that has fallen silent is interrupted, until it reports again.</summary>
    public ReconciliationState StateAt(DateTimeOffset now) =>
        State == ReconciliationState.Running && now - UpdatedAt > Lease ? ReconciliationState.Interrupted : State;

    public Reconciliation Advance(ReconciliationProgress progress, DateTimeOffset now) =>
        IsOver ? this : this with { State = ReconciliationState.Running, Progress = progress, UpdatedAt = now };

    public Reconciliation Finish(ReconciliationState state, ReconciliationProgress progress, LocalText? error, DateTimeOffset now) =>
        IsOver ? this : this with { State = state, Progress = progress, Error = error, UpdatedAt = now };

    /// <summary>A run that is alive ends itself at its next step; one whose process is gone ends here.</summary>
    public Outcome<Reconciliation> Cancel(DateTimeOffset now) => StateAt(now) switch
    {
        ReconciliationState.Cancelled => this,
        ReconciliationState.Running => CancelRequested ? this : this with { CancelRequested = true },
        ReconciliationState.Interrupted => this with { State = ReconciliationState.Cancelled, CancelRequested = true },
        _ => new Rejection("reconciliation-over", new("The run has come to its end; what it applied stays.", "Сверка уже завершена; всё, что она применила, остаётся.")),
    };

    public ReconciliationView View(string id, DateTimeOffset now) =>
        new(id, Start, StateAt(now), StartedAt, UpdatedAt, Progress, Error);
}
