using System.Globalization;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>
/// Where a list of purchases goes on: after a purchase that no statement had listed when the list began
/// (<c>r:TICKS:2026-10:ORDER</c>, with the newest statement of then), so that neither a new one nor one that a settlement lists
/// meanwhile makes a third vanish or come twice; or at a place of a statement (<c>s:2026-11:N</c>).
/// </summary>
/// <param name="Month">The newest statement when the list began; of a place in a statement that one's.</param>
internal sealed record PurchaseCursor(bool InRecord, DateTimeOffset LastAt, string? LastOrder, YearMonth? Month, int Index)
{
    private const string None = "-";

    /// <summary>By time of registration; the order's name settles a tie.</summary>
    public static readonly IComparer<Purchase> Order = Comparer<Purchase>.Create((a, b) =>
        a.RegisteredAt != b.RegisteredAt
            ? a.RegisteredAt.CompareTo(b.RegisteredAt)
            : string.CompareOrdinal(a.Order.ToString(), b.Order.ToString()));

    public static PurchaseCursor At(YearMonth? month, int index = 0) => new(false, default, null, month, index);

    public static string After(Purchase purchase, YearMonth? newest) =>
        string.Create(CultureInfo.InvariantCulture, $"r:{purchase.RegisteredAt.UtcTicks}:{newest?.ToString() ?? None}:{purchase.Order}");

    /// <summary>The first page, which begins with the newest statement of now.</summary>
    public bool IsFirst => InRecord && LastOrder is null;

    /// <returns>Null: not a cursor of this list.</returns>
    public static PurchaseCursor? Read(string? cursor)
    {
        if (cursor is null)
        {
            return new(true, DateTimeOffset.MaxValue, null, null, 0);
        }

        if (cursor.Split(':', 4) is ["r", var ticks, var newest, var order] && (newest == None || YearMonth.TryParse(newest, out _))
            && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
            && at >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks)
        {
            return new(true, new DateTimeOffset(at, TimeSpan.Zero), order, newest == None ? null : YearMonth.Parse(newest), 0);
        }

        return cursor.Split(':', 3) is ["s", var month, var index] && YearMonth.TryParse(month, out var place)
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var skip)
                ? At(place, skip)
                : null;
    }

    public bool IsBefore(Purchase purchase) => LastOrder is not null
        && (purchase.RegisteredAt > LastAt
            || (purchase.RegisteredAt == LastAt && string.CompareOrdinal(purchase.Order.ToString(), LastOrder) >= 0));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"s:{Month}:{Index}");
}
