using Cashback.Quarantine;

namespace Cashback.Api.Operations;

/// <summary>What is to be done about all open messages that are meant.</summary>
/// <param name="Action">replay or drop.</param>
/// <param name="Network">Of this network; this or the cause must be said.</param>
/// <param name="Cause">In quarantine for this reason: unknown-store, …</param>
/// <param name="From">First seen then or later.</param>
/// <param name="To">First seen before then; if not said: before now.</param>
/// <param name="Reason">To drop: why, in 3–500 characters.</param>
public sealed record QuarantineRunRequest(
    QuarantineAction Action, string? Network = null, string? Cause = null, string? From = null, string? To = null, string? Reason = null);

/// <summary>A run over many messages in quarantine, and how far it has come.</summary>
/// <param name="Total">Messages that were meant when it started.</param>
/// <param name="Done">Of these, looked at so far.</param>
/// <param name="Applied">Replayed, and something changed.</param>
/// <param name="Unchanged">Replayed, and known already.</param>
/// <param name="Quarantined">Replayed, and still not attributable.</param>
/// <param name="Failed">Could not be done now; they stay open.</param>
/// <param name="State">running, finished, or stopped: asked for again, it goes on.</param>
/// <param name="HeardAt">When it last told how far it is; silent for more than a minute, it is gone, and can be asked for again.</param>
public sealed record QuarantineRunBody(
    string Id,
    QuarantineAction Action,
    string? Network,
    string? Cause,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? Reason,
    QuarantineRunState State,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset HeardAt,
    long Total,
    long Done,
    long Applied,
    long Unchanged,
    long Quarantined,
    long Dropped,
    long Failed)
{
    public static QuarantineRunBody Of(QuarantineRun run) => new(
        run.Id,
        run.Task.Action,
        run.Task.Filter.Network,
        run.Task.Filter.Reason,
        run.Task.Filter.From,
        run.Task.Filter.To,
        run.Task.Reason,
        run.State,
        run.StartedAt,
        run.StartedBy,
        run.HeardAt,
        run.Total,
        run.Progress.Done,
        run.Progress.Applied,
        run.Progress.Unchanged,
        run.Progress.Quarantined,
        run.Progress.Dropped,
        run.Progress.Failed);
}
