using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Purchases;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>The purchases in a subscriber's record, in the order in which they came; the newest are looked for first.</summary>
[JsonConverter(typeof(Converter))]
internal sealed class PurchaseBook : IReadOnlyList<Purchase>
{
    public static readonly PurchaseBook Empty = new([]);

    private readonly ImmutableArray<Purchase> _purchases;

    private PurchaseBook(ImmutableArray<Purchase> purchases) => _purchases = purchases;

    public int Count => _purchases.Length;

    public Purchase this[int index] => _purchases[index];

    public Purchase? Find(OrderKey order) => IndexOf(order) is >= 0 and var index ? this[index] : null;

    public PurchaseBook Add(Purchase purchase) => new(_purchases.Add(purchase));

    /// <summary>The purchase in the place of what it was before.</summary>
    public PurchaseBook With(Purchase changed) => new(_purchases.SetItem(IndexOf(changed.Order), changed));

    public PurchaseBook Without(Purchase purchase) => new(_purchases.RemoveAt(IndexOf(purchase.Order)));

    public PurchasesChange? ChangeSince(PurchaseBook saved) => PurchasesChange.Between(saved._purchases, _purchases);

    public PurchaseBook Apply(PurchasesChange? change) => change is null ? this : new(change.Apply(_purchases));

    public IEnumerator<Purchase> GetEnumerator() => ((IEnumerable<Purchase>)_purchases).GetEnumerator();

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

    internal sealed class Converter : JsonConverter<PurchaseBook>
    {
        public override PurchaseBook Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<ImmutableArray<Purchase>>(ref reader, StateJson.Options));

        public override void Write(Utf8JsonWriter writer, PurchaseBook value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value._purchases, StateJson.Options);
    }
}
