using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>How the purchases of a record changed, applied in this order.</summary>
/// <param name="Gone">They left the record.</param>
/// <param name="Changed">They changed in their places.</param>
/// <param name="Rewritten">So did these, in a member that a report does not change: the purchase as it is now.</param>
/// <param name="Reported">New ones, at the end.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PurchasesChange(
    OrderKey[]? Gone = null, PurchaseChange[]? Changed = null, Purchase[]? Rewritten = null, Purchase[]? Reported = null)
{
    /// <returns>Null: they are the same.</returns>
    public static PurchasesChange? Between(ImmutableArray<Purchase> before, ImmutableArray<Purchase> after)
    {
        if (before == after)
        {
            return null;
        }

        List<OrderKey>? gone = null;
        List<PurchaseChange>? changed = null;
        List<Purchase>? rewritten = null;
        var next = 0;
        foreach (var was in before)
        {
            // Nearly all are the same object, and looking at no more than that keeps heavy buyers cheap.
            var purchase = next < after.Length ? after[next] : null;
            if (ReferenceEquals(was, purchase))
            {
                next++;
                continue;
            }

            if (purchase is null || was.Order != purchase.Order)
            {
                (gone ??= []).Add(was.Order);
                continue;
            }

            next++;
            if (PurchaseChange.Between(was, purchase) is { } change)
            {
                (changed ??= []).Add(change);
            }
            else
            {
                (rewritten ??= []).Add(purchase);
            }
        }

        return new(gone?.ToArray(), changed?.ToArray(), rewritten?.ToArray(), next == after.Length ? null : [.. after.AsSpan()[next..]]);
    }

    /// <exception cref="JsonException">The change is about a purchase that is not there.</exception>
    public ImmutableArray<Purchase> Apply(ImmutableArray<Purchase> before)
    {
        var purchases = before.ToBuilder();
        foreach (var order in Gone ?? [])
        {
            purchases.RemoveAt(PlaceOf(order, purchases));
        }

        foreach (var changed in Changed ?? [])
        {
            var place = PlaceOf(changed.Order, purchases);
            purchases[place] = changed.Apply(purchases[place]);
        }

        foreach (var purchase in Rewritten ?? [])
        {
            purchases[PlaceOf(purchase.Order, purchases)] = purchase;
        }

        purchases.AddRange(Reported ?? []);
        return purchases.DrainToImmutable();
    }

    private static int PlaceOf(OrderKey order, ImmutableArray<Purchase>.Builder purchases)
    {
        for (var place = purchases.Count - 1; place >= 0; place--)
        {
            if (purchases[place].Order == order)
            {
                return place;
            }
        }

        throw new JsonException($"A change is about the purchase {order}, which the record does not have.");
    }
}
