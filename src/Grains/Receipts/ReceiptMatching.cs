using System.Collections.Immutable;
using Cashback.Purchases;

namespace Cashback.Receipts;

/// <summary>What a checked receipt earns.</summary>
/// <param name="Bonuses">Rounded once for the receipt.</param>
/// <param name="Subject">The promotions' names, the one that brings most first; null: none matches.</param>
internal sealed record ReceiptWorth(ImmutableArray<ReceiptLine> Lines, long Bonuses, string? Subject);

/// <summary>Which promotion counts for each line, and what the receipt is worth.</summary>
internal static class ReceiptMatching
{
    private const int SubjectLengthMax = 100;

    /// <summary>
    /// A promotion holds by the till's wall clock, wherever the till stands, and where the lines it matches reach its
    /// minimum. Of those that hold for a line the one with the highest percentage counts, alone. The percentages of all
    /// lines are summed up and rounded once: a receipt is one purchase.
    /// </summary>
    public static ReceiptWorth Of(FiscalReceipt receipt, IEnumerable<ReceiptPromotion> promotions, ProgrammeCalendar calendar, RoundingPolicy rounding = RoundingPolicy.HalfUp)
    {
        var holding = promotions.Where(promotion => Holds(promotion, receipt, calendar)).ToList();
        ImmutableArray<ReceiptLine> lines = [.. receipt.Lines.Select(line => Best(line, holding))];
        var raw = lines.Sum(RawOf);
        var subjects = lines.Where(line => line.PromotionId is not null)
            .GroupBy(line => line.PromotionId)
            .OrderByDescending(group => group.Sum(RawOf))
            .Select(group => holding.First(promotion => promotion.Id == group.Key).Name);
        var subject = string.Join(", ", subjects);
        return new ReceiptWorth(
            lines,
            Rounding.ToBonuses(raw, rounding),
            subject.Length == 0 ? null : subject.Length <= SubjectLengthMax ? subject : subject[..(SubjectLengthMax - 1)] + "…");
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

    private static bool Holds(ReceiptPromotion promotion, FiscalReceipt receipt, ProgrammeCalendar calendar) =>
        calendar.Local(promotion.From).DateTime <= receipt.Time
        && (promotion.To is not { } to || receipt.Time < calendar.Local(to).DateTime)
        && (promotion.Retailers.Count == 0 || promotion.Retailers.Contains(receipt.RetailerInn))
        && (promotion.Regions.Count == 0 || promotion.Regions.Any(region => IsIn(region, receipt)))
        && receipt.Lines.Where(line => Matches(promotion, line)).Sum(line => line.Sum) is > 0 and var sum && sum >= promotion.MinSum;

    private static bool IsIn(string region, FiscalReceipt receipt) =>
        region.All(char.IsAsciiDigit)
            ? receipt.Region?.PadLeft(2, '0') == region.PadLeft(2, '0')
            : receipt.Address is { } address && GoodsText.Matches(region, address);

    private static bool Matches(ReceiptPromotion promotion, FiscalLine line) =>
        line.Sum > 0
        && (promotion.Brand is not { } brand || GoodsText.Matches(brand, line.Name))
        && (promotion.Goods.Count == 0 || promotion.Goods.Any(pattern => GoodsText.Matches(pattern, line.Name)));
}
