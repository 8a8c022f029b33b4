using System.Globalization;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>
/// Where a list of purchases goes on: after a purchase of the record (<c>r:TICKS:ORDER</c>), so that neither a new one
/// nor one that leaves the record meanwhile makes a third vanish; or at a place of a statement (<c>s:2026-11:N</c>).
/// </summary>
internal sealed record PurchaseCursor(bool InRecord, DateTimeOffset LastAt, string? LastOrder, YearMonth? Month, int Index)
{
    /// <summary>By time of registration; the order's name settles a tie.</summary>
    public static readonly IComparer<Purchase> Order = Comparer<Purchase>.Create((a, b) =>
        a.RegisteredAt != b.RegisteredAt
            ? a.RegisteredAt.CompareTo(b.RegisteredAt)
            : string.CompareOrdinal(a.Order.ToString(), b.Order.ToString()));

    public static PurchaseCursor At(YearMonth? month, int index = 0) => new(false, default, null, month, index);

    public static string After(Purchase purchase) =>
        string.Create(CultureInfo.InvariantCulture, $"r:{purchase.RegisteredAt.UtcTicks}:{purchase.Order}");

    /// <returns>Null: not a cursor of this list.</returns>
    public static PurchaseCursor? Read(string? cursor)
    {
        if (cursor is null)
        {
            return new(true, DateTimeOffset.MaxValue, null, null, 0);
        }

        var parts = cursor.Split(':', 3);
        if (parts is ["r", var ticks, var order] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
            && at >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks)
        {
            return new(true, new DateTimeOffset(at, TimeSpan.Zero), order, null, 0);
        }

        return parts is ["s", var month, var index] && YearMonth.TryParse(month, out var place)
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var skip)
                ? At(place, skip)
                : null;
    }

    public bool IsBefore(Purchase purchase) => LastOrder is not null
        && (purchase.RegisteredAt > LastAt
            || (purchase.RegisteredAt == LastAt && string.CompareOrdinal(purchase.Order.ToString(), LastOrder) >= 0));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"s:{Month}:{Index}");
}
