using System.Text.Json.Serialization;

namespace Cashback.Quarantine;

/// <summary>
/// A run over all messages in quarantine that a filter names, key <c>quarrun:ID</c>: its task and how far it
/// has come. The run itself is done by a process of the facade; one that died leaves it to the next that is started. The id
/// is derived from the task, so starting it twice is starting it once.
/// </summary>
[Alias("quarantine-run-grain")]
public interface IQuarantineRunGrain : IGrainWithStringKey
{
    /// <summary>Null if it was never started.</summary>
    [Alias("get")]
    Task<QuarantineRun?> GetAsync();

    /// <summary>
    /// Starts the run; goes on with one that stopped or whose process is silent for a minute; leaves one that is under
    /// way alone; a finished one starts anew, over what is open now.
    /// </summary>
    /// <param name="total">How many messages are meant.</param>
    [Alias("begin")]
    Task<QuarantineRunStart> BeginAsync(QuarantineTask task, string by, long total);

    /// <summary>Keeps how far the attempt has come.</summary>
    /// <returns>False: another process has taken the run over, and this attempt is to end.</returns>
    [Alias("report")]
    Task<bool> ReportAsync(int attempt, QuarantineProgress progress, QuarantineRunState state);
}

/// <param name="Started">Whether the caller has started it and is to do it.</param>
[GenerateSerializer, Immutable, Alias("quarantine-run-start")]
public sealed record QuarantineRunStart([property: Id(0)] QuarantineRun Run, [property: Id(1)] bool Started);

/// <param name="Filter">Of open messages; without an end it means those that are there when it starts.</param>
/// <param name="Reason">Why they are dropped, in words.</param>
[GenerateSerializer, Immutable, Alias("quarantine-task")]
public sealed record QuarantineTask(
    [property: Id(0)] QuarantineAction Action, [property: Id(1)] QuarantineFilter Filter, [property: Id(2)] string? Reason = null);

[GenerateSerializer, Alias("quarantine-action")]
[JsonConverter(typeof(CamelCaseEnumConverter<QuarantineAction>))]
public enum QuarantineAction
{
    /// <summary>Take the messages in once more.</summary>
    Replay,

    /// <summary>Decide that nothing is to be done about them.</summary>
    Drop,
}

[GenerateSerializer, Alias("quarantine-run-state")]
[JsonConverter(typeof(CamelCaseEnumConverter<QuarantineRunState>))]
public enum QuarantineRunState
{
    Running,

    /// <summary>It has come to the end.</summary>
    Finished,

    /// <summary>It ended early: the store was away, or the process was stopped. Asked for again, it goes on.</summary>
    Stopped,
}

/// <param name="LastSeen">First arrival of the last message done; the run goes on behind it.</param>
/// <param name="LastId">Its id.</param>
/// <param name="Applied">Replayed, and something changed.</param>
/// <param name="Unchanged">Replayed, and known already.</param>
/// <param name="Quarantined">Replayed, and still not attributable (or not readable).</param>
/// <param name="Dropped">Dropped by this run.</param>
/// <param name="Failed">Could not be done now: an outage or a bug, told in the log.</param>
[GenerateSerializer, Immutable, Alias("quarantine-progress")]
public sealed record QuarantineProgress(
    [property: Id(0)] long Done = 0,
    [property: Id(1)] long Applied = 0,
    [property: Id(2)] long Unchanged = 0,
    [property: Id(3)] long Quarantined = 0,
    [property: Id(4)] long Dropped = 0,
    [property: Id(5)] long Failed = 0,
    [property: Id(6)] DateTimeOffset? LastSeen = null,
    [property: Id(7)] string? LastId = null);

[GenerateSerializer, Immutable, Alias("quarantine-run")]
public sealed record QuarantineRun
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required QuarantineTask Task { get; init; }

    [Id(2)] public required QuarantineRunState State { get; init; }

    [Id(3)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The name of the operator's key.</summary>
    [Id(4)] public required string StartedBy { get; init; }

    /// <summary>When its process was last heard of.</summary>
    [Id(5)] public required DateTimeOffset HeardAt { get; init; }

    /// <summary>How many messages were meant when it started.</summary>
    [Id(6)] public required long Total { get; init; }

    [Id(7)] public required QuarantineProgress Progress { get; init; }

    /// <summary>Counts the processes that took the run up: only the last one's reports count.</summary>
    [Id(8), JsonPropertyName("turn")] public required int Attempt { get; init; }
}
