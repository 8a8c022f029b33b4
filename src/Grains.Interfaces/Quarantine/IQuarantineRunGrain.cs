using System.Text.Json.Serialization;

namespace Cashback.Quarantine;

/// <summary>
/// A run over all messages in quarantine that a filter names, key <c>quarrun:ID</c>: what was asked for and how far it
/// has come. The run itself is done by a process of the facade; one that died leaves it to whoever asks again. The id
/// follows from what is asked for, so asking twice is asking once.
/// </summary>
[Alias("quarantine-run-grain")]
public interface IQuarantineRunGrain : IGrainWithStringKey
{
    /// <summary>Null if nobody has asked for it yet.</summary>
    [Alias("get")]
    Task<QuarantineRun?> GetAsync();

    /// <summary>
    /// Starts the run; goes on with one that stopped or whose process is silent for a minute; leaves one that is under
    /// way alone; a finished one starts anew, over what is open now.
    /// </summary>
    /// <param name="total">How many messages are meant.</param>
    [Alias("begin")]
    Task<QuarantineTurn> BeginAsync(QuarantineTask task, string by, long total);

    /// <summary>Keeps how far the turn has come.</summary>
    /// <returns>False: somebody else has taken the run over, and this turn is to end.</returns>
    [Alias("report")]
    Task<bool> ReportAsync(int turn, QuarantineProgress progress, QuarantineRunState state);
}

/// <param name="Yours">Whether the caller is to do it.</param>
[GenerateSerializer, Immutable, Alias("quarantine-turn")]
public sealed record QuarantineTurn([property: Id(0)] QuarantineRun Run, [property: Id(1)] bool Yours);

/// <param name="Filter">Of open messages; without an end it means those that are there when it starts.</param>
/// <param name="Reason">Why they are dropped, in words.</param>
[GenerateSerializer, Immutable, Alias("quarantine-task")]
public sealed record QuarantineTask(
    [property: Id(0)] QuarantineAction Action, [property: Id(1)] QuarantineFilter Filter, [property: Id(2)] string? Reason = null);

[GenerateSerializer, Alias("quarantine-action")]
[JsonConverter(typeof(WordConverter<QuarantineAction>))]
public enum QuarantineAction
{
    /// <summary>Take the messages in once more.</summary>
    Replay,

    /// <summary>Decide that nothing is to be done about them.</summary>
    Drop,
}

[GenerateSerializer, Alias("quarantine-run-state")]
[JsonConverter(typeof(WordConverter<QuarantineRunState>))]
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

    /// <summary>Counts who took the run up: only the last one reports.</summary>
    [Id(8)] public required int Turn { get; init; }
}
