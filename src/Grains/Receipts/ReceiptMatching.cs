using System.Collections.Immutable;
using Cashback.Purchases;

namespace Cashback.Receipts;

/// <summary>What a checked receipt earns.</summary>
/// <param name="Bonuses">Rounded once for the receipt.</param>
/// <param name="Subject">The promotions' names, the one that brings most first; null: none matches.</param>
/// <param name="Reason">Why none matches; null: one does.</param>
/// <param name="Missed">The promotion that the reason speaks of; null: of none.</param>
internal sealed record ReceiptWorth(
    ImmutableArray<ReceiptLine> Lines, long Bonuses, string? Subject, ReceiptReason? Reason = null, MissedPromotion? Missed = null);

/// <summary>Which promotion counts for each line, and what the receipt is worth.</summary>
internal static class ReceiptMatching
{
    private const int SubjectLengthMax = 100;

    /// <summary>
    /// A promotion holds by the till's wall clock, wherever the till is, and where the lines it matches reach its
    /// minimum. Of those that hold for a line the one with the highest percentage counts, alone. The percentages of all
    /// lines are summed up and rounded once: a receipt is one purchase.
    /// </summary>
    public static ReceiptWorth Of(
        FiscalReceipt receipt, IEnumerable<ReceiptPromotion> promotions, ProgrammeCalendar calendar,
        RoundingPolicy rounding = RoundingPolicy.HalfUp)
    {
        var judged = promotions.Select(promotion => (Promotion: promotion, Fault: FaultOf(promotion, receipt, calendar))).ToList();
        var holding = judged.Where(one => one.Fault is null).Select(one => one.Promotion).ToList();
        ImmutableArray<ReceiptLine> lines = [.. receipt.Lines.Select(line => Best(line, holding))];
        var raw = lines.Sum(RawOf);
        var subjects = lines.Where(line => line.PromotionId is not null)
            .GroupBy(line => line.PromotionId)
            .OrderByDescending(group => group.Sum(RawOf))
            .Select(group => holding.First(promotion => promotion.Id == group.Key).Name);
        var subject = string.Join(", ", subjects);
        var (reason, missed) = subject.Length == 0 ? Nearest(judged, receipt, calendar) : default;
        return new ReceiptWorth(
            lines,
            Rounding.ToBonuses(raw, rounding),
            subject.Length == 0 ? null : subject.Length <= SubjectLengthMax ? subject : subject[..(SubjectLengthMax - 1)] + "…",
            reason,
            missed);
    }

    private static decimal RawOf(ReceiptLine line) => line.Sum * line.Percent.GetValueOrDefault() / 100m;

    private static ReceiptLine Best(FiscalLine line, List<ReceiptPromotion> holding)
    {
        // Of two equal ones the first by id, so that the same receipt always says the same.
        var best = holding.Where(promotion => Matches(promotion, line))
            .OrderByDescending(promotion => promotion.Percent)
            .ThenBy(promotion => promotion.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return new ReceiptLine(line.Name, line.Quantity, line.Sum, best?.Id, best?.Percent);
    }

    /// <summary>
    /// Null: it holds. The conditions are checked in the order that explains most to a person: shop, goods, time, region, sum.
    /// </summary>
    private static ReceiptReason? FaultOf(ReceiptPromotion promotion, FiscalReceipt receipt, ProgrammeCalendar calendar) =>
        promotion.Retailers.Count > 0 && !promotion.Retailers.Contains(receipt.RetailerInn) ? ReceiptReason.NoPromotion
        : SumOf(promotion, receipt) <= 0 ? ReceiptReason.OtherGoods
        : receipt.Time < calendar.Local(promotion.From).DateTime ? ReceiptReason.PromotionNotBegun
        : promotion.To is { } to && receipt.Time >= calendar.Local(to).DateTime ? ReceiptReason.PromotionOver
        : promotion.Regions.Count > 0 && !promotion.Regions.Any(region => IsIn(region, receipt)) ? ReceiptReason.OtherRegion
        : SumOf(promotion, receipt) < promotion.MinSum ? ReceiptReason.BelowMinSum
        : null;

    /// <summary>
    /// What kept the promotion away that came nearest to holding; of equal ones that of this very shop, then the one next in
    /// time.
    /// </summary>
    private static (ReceiptReason? Reason, MissedPromotion? Missed) Nearest(
        List<(ReceiptPromotion Promotion, ReceiptReason? Fault)> judged, FiscalReceipt receipt, ProgrammeCalendar calendar)
    {
        var best = judged.Where(one => one.Fault is not null and not ReceiptReason.NoPromotion)
            .OrderByDescending(one => NearnessOf(one.Fault!.Value))
            .ThenByDescending(one => one.Promotion.Retailers.Count > 0)
            .ThenBy(one => DistanceOf(one.Promotion, receipt, calendar))
            .ThenBy(one => one.Promotion.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is not ({ } promotion, { } fault)
            ? (ReceiptReason.NoPromotion, null)
            : (fault, new MissedPromotion(
                promotion.Id, promotion.Name, promotion.From, promotion.To, promotion.MinSum, SumOf(promotion, receipt),
                promotion.Regions));
    }

    /// <summary>The farther along the conditions, the nearer.</summary>
    private static int NearnessOf(ReceiptReason fault) => fault switch
    {
        ReceiptReason.OtherGoods => 1,
        ReceiptReason.PromotionNotBegun or ReceiptReason.PromotionOver => 2,
        ReceiptReason.OtherRegion => 3,
        _ => 4,
    };

    private static TimeSpan DistanceOf(ReceiptPromotion promotion, FiscalReceipt receipt, ProgrammeCalendar calendar)
    {
        var (before, after) =
            (calendar.Local(promotion.From).DateTime - receipt.Time,
                receipt.Time - calendar.Local(promotion.To ?? DateTimeOffset.MaxValue.AddDays(-1)).DateTime);
        return before > TimeSpan.Zero ? before : after > TimeSpan.Zero ? after : TimeSpan.Zero;
    }

    private static decimal SumOf(ReceiptPromotion promotion, FiscalReceipt receipt) =>
        receipt.Lines.Where(line => Matches(promotion, line)).Sum(line => line.Sum);

    private static bool IsIn(string region, FiscalReceipt receipt) =>
        region.All(char.IsAsciiDigit)
            ? receipt.Region?.PadLeft(2, '0') == region.PadLeft(2, '0')
            : receipt.Address is { } address && GoodsText.Matches(region, address);

    private static bool Matches(ReceiptPromotion promotion, FiscalLine line) =>
        line.Sum > 0
        && (promotion.Brand is not { } brand || GoodsText.Matches(brand, line.Name))
        && (promotion.Goods.Count == 0 || promotion.Goods.Any(pattern => GoodsText.Matches(pattern, line.Name)));
}
