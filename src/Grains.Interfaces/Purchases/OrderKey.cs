using System.Buffers;
using System.Text.Json.Serialization;

namespace Cashback;

/// <summary>
/// Names one order line in the whole programme: network, store and the network's own id of the line.
/// Never the order number and never the click: one order can be many lines.
/// Written <c>network:store:line</c>; this is also the purchase's id in the API.
/// </summary>
[GenerateSerializer, Immutable, Alias("order-key")]
[JsonConverter(typeof(OrderKeyConverter))]
public readonly record struct OrderKey(
    [property: Id(0)] string Network, [property: Id(1)] string StoreId, [property: Id(2)] string LineId) : ISpanFormattable
{
    public const int LineIdLengthMax = 64;

    private static readonly SearchValues<char> LineIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~:-");

    public override string ToString() => $"{Network}:{StoreId}:{LineId}";

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>So that a text which contains it is made at once.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"{Network}:{StoreId}:{LineId}", out charsWritten);

    /// <summary>A line id is 1–64 characters that need no escaping in a path; longer keys would not fit the reminder table.</summary>
    public static bool IsLineId(string text) =>
        text.Length is > 0 and <= LineIdLengthMax && !text.AsSpan().ContainsAnyExcept(LineIdCharacters);

    public static bool TryParse(string? text, out OrderKey key)
    {
        var parts = text?.Split(':', 3);
        var ok = parts is [{ Length: > 0 and <= 32 }, { Length: > 0 and <= 32 }, _] && IsLineId(parts[2]);
        key = ok ? new OrderKey(parts![0], parts[1], parts[2]) : default;
        return ok;
    }

    public static OrderKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"'{text}' does not name an order line.");
}

public sealed class OrderKeyConverter() : TextConverter<OrderKey>(OrderKey.Parse, order => order.ToString());
