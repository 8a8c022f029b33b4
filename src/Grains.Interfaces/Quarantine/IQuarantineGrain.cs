using System.Text.Json.Serialization;

namespace Cashback.Quarantine;

/// <summary>
/// One message of a network that could not be attributed, key <c>quar:ID</c>: durable, shown to ops, replayable.
/// The id follows from the message, so the same message again is the same entry.
/// </summary>
[Alias("quarantine")]
public interface IQuarantineGrain : IGrainWithStringKey
{
    /// <summary>Null if there is no such entry.</summary>
    [Alias("get")]
    Task<QuarantineEntry?> GetAsync();

    /// <summary>Keeps the message, or counts it once more.</summary>
    /// <param name="receivedAt">When the first process of ours received it; a replay goes by the first time.</param>
    [Alias("put")]
    Task<QuarantineEntry> PutAsync(QuarantinedMessage message, DateTimeOffset receivedAt);

    /// <summary>Writes down what a replay came to.</summary>
    /// <param name="by">Who started it.</param>
    [Alias("replayed")]
    Task<Outcome<QuarantineEntry>> ReplayedAsync(ReplayResult result, string by);

    /// <summary>Ops decide that nothing is to be done about it. Repeated: changes nothing, the first reason stays.</summary>
    [Alias("drop")]
    Task<Outcome<QuarantineEntry>> DropAsync(string by, string? reason);
}

/// <param name="Parameters">As they came, unknown ones included.</param>
/// <param name="Reason">unknown-click, unknown-status, unknown-store, wrong-network, unknown-currency-rate, unknown-subscriber,
/// same-order-other-line, …</param>
[GenerateSerializer, Immutable, Alias("quarantined-message")]
public sealed record QuarantinedMessage(
    [property: Id(0)] string Network,
    [property: Id(1)] string Channel,
    [property: Id(2)] IReadOnlyDictionary<string, string> Parameters,
    [property: Id(3)] string Reason);

/// <param name="Result">applied, unchanged, quarantined (still) or malformed.</param>
/// <param name="Reason">Why it is still not attributable.</param>
/// <param name="Detail">What is wrong with one that is malformed.</param>
[GenerateSerializer, Immutable, Alias("replay-result")]
public sealed record ReplayResult(
    [property: Id(0)] string Result, [property: Id(1)] string? Reason = null, [property: Id(2)] string? PurchaseId = null,
    [property: Id(3)] LocalText? Detail = null);

[GenerateSerializer, Alias("quarantine-state")]
[JsonConverter(typeof(CamelCaseEnumConverter<QuarantineState>))]
public enum QuarantineState
{
    /// <summary>Waits for ops.</summary>
    Open,

    /// <summary>Applied by a replay.</summary>
    Replayed,

    /// <summary>Ops decided that nothing is to be done.</summary>
    Dropped,
}

[GenerateSerializer, Immutable, Alias("quarantine-entry")]
public sealed record QuarantineEntry
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required QuarantinedMessage Message { get; init; }

    [Id(2)] public required QuarantineState State { get; init; }

    [Id(3)] public required DateTimeOffset FirstSeen { get; init; }

    [Id(4)] public required DateTimeOffset LastSeen { get; init; }

    /// <summary>How often the message came.</summary>
    [Id(5)] public required long Count { get; init; }

    /// <summary>Of the last replay.</summary>
    [Id(6)] public ReplayResult? LastReplay { get; init; }

    [Id(7)] public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>The newest replays, newest last; null if there were none.</summary>
    [Id(8)] public IReadOnlyList<ReplayNote>? Replays { get; init; }

    /// <summary>Of a dropped one.</summary>
    [Id(9)] public DropNote? Drop { get; init; }
}

/// <param name="By">The name of the operator's key.</param>
[GenerateSerializer, Immutable, Alias("replay-note")]
public sealed record ReplayNote(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string By, [property: Id(2)] ReplayResult Result);

/// <param name="By">The name of the operator's key.</param>
/// <param name="Reason">As it was given, if it was.</param>
[GenerateSerializer, Immutable, Alias("drop-note")]
public sealed record DropNote(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string By, [property: Id(2)] string? Reason = null);
