using Cashback.Quarantine;

namespace Cashback.Api.Operations;

/// <summary>A message that could not be attributed.</summary>
/// <param name="Parameters">As they came.</param>
/// <param name="Count">How often the message came.</param>
public sealed record QuarantineBody(
    string Id,
    string Network,
    string Channel,
    string Reason,
    QuarantineState State,
    long Count,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    IReadOnlyDictionary<string, string> Parameters,
    ReplayBody? LastReplay)
{
    public static QuarantineBody Of(QuarantineEntry entry) => new(
        entry.Id,
        entry.Message.Network,
        entry.Message.Channel,
        entry.Message.Reason,
        entry.State,
        entry.Count,
        entry.FirstSeen,
        entry.LastSeen,
        entry.Message.Parameters,
        entry.LastReplay is { } replay ? new ReplayBody(replay.Result, replay.Reason, replay.PurchaseId, entry.ReplayedAt) : null);
}

/// <param name="Result">applied, unchanged, quarantined (still not attributable) or malformed.</param>
public sealed record ReplayBody(string Result, string? Reason, string? PurchaseId, DateTimeOffset? At);
