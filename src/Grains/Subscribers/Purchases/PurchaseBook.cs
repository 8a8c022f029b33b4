using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Purchases;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>
/// The purchases in a subscriber's record, in the order in which they came. Every save writes them all, and mostly one
/// of them has changed: so where there are many, each is made into JSON once, by the first save that has it, and copied by
/// those after. A few are written faster than their JSON's memory is worth.
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed class PurchaseBook : IReadOnlyList<Purchase>
{
    /// <summary>From so many on the JSON is kept: three months of a subscriber who buys once a week are fewer.</summary>
    public const int Many = 16;

    public static readonly PurchaseBook Empty = new([]);

    private readonly ImmutableArray<Entry> _entries;

    private PurchaseBook(ImmutableArray<Entry> entries) => _entries = entries;

    public int Count => _entries.Length;

    public Purchase this[int index] => _entries[index].Purchase;

    public Purchase? Find(OrderKey order) => IndexOf(order) is >= 0 and var index ? this[index] : null;

    public PurchaseBook Add(Purchase purchase) => new(_entries.Add(new(purchase)));

    /// <summary>The purchase in the place of what it was before.</summary>
    public PurchaseBook With(Purchase changed) => new(_entries.SetItem(IndexOf(changed.Order), new(changed)));

    public PurchaseBook Without(Purchase purchase) => new(_entries.RemoveAt(IndexOf(purchase.Order)));

    public IEnumerator<Purchase> GetEnumerator()
    {
        foreach (var entry in _entries)
        {
            yield return entry.Purchase;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(OrderKey order)
    {
        for (var index = Count - 1; index >= 0; index--)
        {
            if (this[index].Order == order)
            {
                return index;
            }
        }

        return -1;
    }

    private sealed class Entry(Purchase purchase)
    {
        private byte[]? _json;

        public Purchase Purchase => purchase;

        public ReadOnlySpan<byte> Json => _json ??= StateJson.ToBytes(purchase);
    }

    internal sealed class Converter : JsonConverter<PurchaseBook>
    {
        public override PurchaseBook Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(
                [.. JsonSerializer.Deserialize<ImmutableArray<Purchase>>(ref reader, StateJson.Options).Select(
                    purchase => new Entry(purchase))]);

        public override void Write(Utf8JsonWriter writer, PurchaseBook value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var entry in value._entries)
            {
                if (value.Count < Many)
                {
                    JsonSerializer.Serialize(writer, entry.Purchase, StateJson.Options);
                }
                else
                {
                    writer.WriteRawValue(entry.Json, skipInputValidation: true);
                }
            }

            writer.WriteEndArray();
        }
    }
}
