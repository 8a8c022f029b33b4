using Cashback.Quarantine;

namespace Cashback.Api.Operations;

/// <summary>A message that could not be attributed.</summary>
/// <param name="Parameters">As they came.</param>
/// <param name="Count">How often the message came.</param>
/// <param name="Replays">The newest twenty, newest last.</param>
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
    ReplayBody? LastReplay,
    IReadOnlyList<ReplayBody> Replays,
    DropBody? Dropped)
{
    public static QuarantineBody Of(QuarantineEntry entry, TextLanguage language) => new(
        entry.Id,
        entry.Message.Network,
        entry.Message.Channel,
        entry.Message.Reason,
        entry.State,
        entry.Count,
        entry.FirstSeen,
        entry.LastSeen,
        entry.Message.Parameters,
        entry.LastReplay is { } replay ? ReplayBody.Of(replay, entry.ReplayedAt, entry.Replays?[^1].By, language) : null,
        [.. (entry.Replays ?? []).Select(note => ReplayBody.Of(note.Result, note.At, note.By, language))],
        entry.Drop is { } drop ? new DropBody(drop.At, drop.By, drop.Reason) : null);
}

/// <param name="Result">applied, unchanged, quarantined (still not attributable) or malformed.</param>
/// <param name="Reason">Why it is still not attributable, or what is wrong with one that is malformed.</param>
/// <param name="By">The name of the operator's key.</param>
public sealed record ReplayBody(string Result, string? Reason, string? PurchaseId, DateTimeOffset? At, string? By)
{
    public static ReplayBody Of(ReplayResult replay, DateTimeOffset? at, string? by, TextLanguage language) =>
        new(replay.Result, replay.Detail?.In(language) ?? replay.Reason, replay.PurchaseId, at, by);
}

/// <param name="By">The name of the operator's key.</param>
public sealed record DropBody(DateTimeOffset At, string By, string? Reason);

/// <summary>What is open of a network for one reason.</summary>
/// <param name="Oldest">When the oldest of them first came.</param>
public sealed record OpenQuarantineBody(string Network, string Reason, long Open, DateTimeOffset Oldest);

/// <param name="Open">Over all networks and reasons.</param>
public sealed record QuarantineSummaryBody(long Open, IReadOnlyList<OpenQuarantineBody> Items);
