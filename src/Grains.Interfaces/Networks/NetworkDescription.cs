using Cashback.Purchases;

namespace Cashback.Networks;

/// <summary>
/// How an affiliate network says things: the names of its parameters and the meaning of its statuses.
/// Networks are data; a new one needs no release.
/// </summary>
[GenerateSerializer, Immutable, Alias("network-description")]
public sealed record NetworkDescription
{
    /// <summary>1–32 of a–z, 0–9 and '-'.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The network's own id of an order line: what names the purchase.</summary>
    [Id(1)] public required NetworkParameter LineId { get; init; }

    [Id(2)] public required NetworkParameter Status { get; init; }

    /// <summary>
    /// By channel (<see cref="NetworkChannels"/>), then by the network's word: one word can mean different things in
    /// a postback and in the statistics.
    /// </summary>
    [Id(3)] public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, ReportedStatus>> Statuses { get; init; }

    /// <summary>Where the click id can stand; the first value that reads as one counts.</summary>
    [Id(4)] public required NetworkParameter Click { get; init; }

    /// <summary>The sum of the order line, in the main unit of the currency.</summary>
    [Id(5)] public required NetworkParameter Amount { get; init; }

    [Id(6)] public required NetworkParameter Currency { get; init; }

    [Id(7)] public NetworkParameter? OrderId { get; init; }

    /// <summary>Code or name of the store's tariff.</summary>
    [Id(8)] public NetworkParameter? Tariff { get; init; }

    /// <summary>When the order was made, in Unix seconds.</summary>
    [Id(9)] public NetworkParameter? OrderedAt { get; init; }

    /// <summary>The network's time of this very word, in Unix seconds; null if it has none: then arrival decides.</summary>
    [Id(10)] public NetworkParameter? Version { get; init; }

    /// <summary>The reason of a decline, in words.</summary>
    [Id(11)] public NetworkParameter? Reason { get; init; }
}

/// <summary>One thing that a network tells, and where it stands.</summary>
/// <param name="Names">The first of these parameters that has a value counts.</param>
/// <param name="Required">A message without it is refused.</param>
/// <param name="Default">What a message without it means.</param>
[GenerateSerializer, Immutable, Alias("network-parameter")]
public sealed record NetworkParameter(
    [property: Id(0)] IReadOnlyList<string> Names,
    [property: Id(1)] bool Required = false,
    [property: Id(2)] string? Default = null)
{
    // An array, not a collection expression: what the compiler makes of one has no codec.
    public static NetworkParameter Needed(string name) => new(new[] { name }, Required: true);

    public static NetworkParameter Optional(params string[] names) => new(names);
}

/// <summary>Ways by which a network's word arrives.</summary>
public static class NetworkChannels
{
    /// <summary>Postbacks.</summary>
    public const string Push = "push";
}
