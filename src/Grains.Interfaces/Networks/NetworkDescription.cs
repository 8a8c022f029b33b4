using System.Text.Json.Serialization;
using Cashback.Purchases;

namespace Cashback.Networks;

/// <summary>
/// How an affiliate network says things: the names of its parameters, the meaning of its statuses, how its messages
/// are packed and proved. Networks are data; a new one needs no release. <c>NetworkRules</c> says what a
/// description must be like.
/// </summary>
[GenerateSerializer, Immutable, Alias("network-description")]
public sealed record NetworkDescription
{
    /// <summary>1–32 of a–z, 0–9 and '-'.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The network's own id of an order line: what names the purchase. Null: <see cref="LineIdFrom"/> makes one.</summary>
    [Id(1)] public NetworkParameter? LineId { get; init; }

    /// <summary>Without names, the default is what every message of the network says.</summary>
    [Id(2)] public required NetworkParameter Status { get; init; }

    /// <summary>
    /// By channel (<see cref="NetworkChannels"/>), then by the network's word: one word can mean different things in
    /// a postback and in the statistics.
    /// </summary>
    [Id(3)] public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, ReportedStatus>> Statuses { get; init; }

    /// <summary>Where the click id can stand; the first value that reads as one counts.</summary>
    [Id(4)] public required NetworkParameter Click { get; init; }

    /// <summary>The sum of the order line, in the main unit of the currency unless its <see cref="AmountFormat"/> says otherwise.</summary>
    [Id(5)] public required NetworkParameter Amount { get; init; }

    /// <summary>Without names, the default is the currency of all its amounts.</summary>
    [Id(6)] public required NetworkParameter Currency { get; init; }

    [Id(7)] public NetworkParameter? OrderId { get; init; }

    /// <summary>Code or name of the store's tariff.</summary>
    [Id(8)] public NetworkParameter? Tariff { get; init; }

    /// <summary>When the order was made.</summary>
    [Id(9)] public NetworkParameter? OrderedAt { get; init; }

    /// <summary>The network's time of this very word; null if it has none: then arrival decides.</summary>
    [Id(10)] public NetworkParameter? Version { get; init; }

    /// <summary>The reason of a decline, in words.</summary>
    [Id(11)] public NetworkParameter? Reason { get; init; }

    /// <summary>Of what an id of the line is made, where the network has none.</summary>
    [Id(12)] public SyntheticLineId? LineIdFrom { get; init; }

    /// <summary>What bodies can be beside a form and a JSON object of scalars; null: nothing.</summary>
    [Id(13)] public MessageBody? Body { get; init; }

    /// <summary>Addresses to give to the network: one if it is left out.</summary>
    [Id(14)] public IReadOnlyList<NetworkUrl>? Urls { get; init; }

    /// <summary>Null: the key in the path is the only proof.</summary>
    [Id(15)] public NetworkSignature? Signature { get; init; }

    /// <summary>Addresses (<c>203.0.113.7</c>) and networks (<c>203.0.113.0/24</c>) that may send; null: all.</summary>
    [Id(16)] public IReadOnlyList<string>? AllowedAddresses { get; init; }

    /// <summary>Null: a negative amount is refused.</summary>
    [Id(17)] public NetworkCorrections? Corrections { get; init; }

    /// <summary>By channel: how its files and its statistics differ from its postbacks; null: they are not read.</summary>
    [Id(20)] public IReadOnlyDictionary<string, NetworkReport>? Reports { get; init; }

    /// <summary>The description as it holds for one channel.</summary>
    public NetworkDescription For(string channel) =>
        Reports is not null && Reports.TryGetValue(channel, out var report) ? report.Over(this) : this;
}

/// <summary>An id made of fields that never change in the life of a line: never of its amount or status.</summary>
/// <param name="Fields">Their values, in this order, are hashed.</param>
/// <param name="WithClick">The click id is hashed with them.</param>
[GenerateSerializer, Immutable, Alias("network-synthetic-line-id")]
public sealed record SyntheticLineId(
    [property: Id(0)] IReadOnlyList<NetworkParameter> Fields, [property: Id(1)] bool WithClick = false);

/// <summary>How a message's body can be packed. Nested values are known by their path: <c>order.lines[0].sum</c>.</summary>
/// <param name="Field">A parameter whose value is a JSON object, which is unpacked beside the others.</param>
/// <param name="Nested">JSON may hold objects and arrays.</param>
/// <param name="Xml">XML is taken.</param>
[GenerateSerializer, Immutable, Alias("network-message-body")]
public sealed record MessageBody(
    [property: Id(0)] string? Field = null, [property: Id(1)] bool Nested = false, [property: Id(2)] bool Xml = false);

/// <summary>An address to give to the network.</summary>
/// <param name="Name">What it is for: <c>accept</c>.</param>
/// <param name="Constants">Parameters that are always the same in it: <c>cb_event=accept</c>.</param>
/// <param name="Macros">The rest of its query as the network fills it: <c>id={transaction_id}&amp;sum={sale_amount}</c>.</param>
[GenerateSerializer, Immutable, Alias("network-url")]
public sealed record NetworkUrl(
    [property: Id(0)] string Name,
    [property: Id(1)] IReadOnlyDictionary<string, string>? Constants = null,
    [property: Id(2)] string? Macros = null);

/// <summary>How the network takes a sum back by a record of its own.</summary>
/// <param name="Negative">What a negative amount means.</param>
/// <param name="Words">Statuses of records that correct another; negative or not.</param>
/// <param name="Original">The line that is corrected; null: the record bears the id of that line.</param>
[GenerateSerializer, Immutable, Alias("network-corrections")]
public sealed record NetworkCorrections(
    [property: Id(0)] NegativeAmount Negative,
    [property: Id(1)] IReadOnlyList<string>? Words = null,
    [property: Id(2)] NetworkParameter? Original = null);

[GenerateSerializer, Alias("network-negative-amount")]
[JsonConverter(typeof(CamelCaseEnumConverter<NegativeAmount>))]
public enum NegativeAmount
{
    /// <summary>The line is taken back. What the network still pays for, it reports as a line of its own.</summary>
    Decline,

    /// <summary>It can't be said by itself: ops decide.</summary>
    Quarantine,
}

/// <summary>Ways by which a network's word arrives.</summary>
public static class NetworkChannels
{
    /// <summary>Postbacks.</summary>
    public const string Push = "push";

    /// <summary>The network's statistics API.</summary>
    public const string Statistics = "statistics";

    /// <summary>Files for reconciliation.</summary>
    public const string Report = "report";

    public static IReadOnlyList<string> All { get; } = [Push, Statistics, Report];
}
