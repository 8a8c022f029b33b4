using Cashback.Api.Catalogue;
using Cashback.Catalogue;
using Cashback.Subscribers;

namespace Cashback.Api.Account;

/// <summary>Sums of the history between two days.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Months">The months of the interval in which anything moved, oldest first.</param>
public sealed record InsightsBody(DateOnly From, DateOnly To, InsightsSums Total, IReadOnlyList<InsightsMonth> Months)
{
    public static InsightsBody Of(DateOnly from, DateOnly to, IReadOnlyList<InsightCell> cells, StoreIndex stores, bool english) => new(
        from,
        to,
        InsightsSums.Of(cells, stores, english),
        [.. cells.GroupBy(cell => cell.Month).OrderBy(month => month.Key)
            .Select(month => new InsightsMonth(month.Key.ToString(), InsightsSums.Of([.. month], stores, english)))]);
}

/// <param name="Month">yyyy-MM.</param>
public sealed record InsightsMonth(string Month, InsightsSums Sums);

/// <param name="Accrued">Whole bonuses credited, less those taken back: of purchases, rewards and receipts.</param>
/// <param name="Spent">What confirmed purchases cost, in rubles, less those reversed.</param>
/// <param name="Used">Whole bonuses that left the account; one that a refused top-up brought back does not count.</param>
/// <param name="ByCategory">Accruals and spending by category; they add up to the sums above.</param>
/// <param name="Uses">What the used bonuses went into, by type of the history's lines: payout, certificate, …</param>
public sealed record InsightsSums(
    long Accrued, Money Spent, long Used, IReadOnlyList<InsightsCategory> ByCategory, IReadOnlyList<InsightsUse> Uses)
{
    /// <summary>What is earned; all other lines that move bonuses use them.</summary>
    private static readonly string[] Earning = ["purchase", "reward", "receipt"];

    public static InsightsSums Of(IReadOnlyList<InsightCell> cells, StoreIndex stores, bool english)
    {
        var earned = cells.Where(cell => Earning.Contains(cell.Type)).ToList();
        var used = cells.Where(cell => !Earning.Contains(cell.Type)).ToList();
        return new(
            earned.Sum(cell => cell.Bonuses),
            Money.Rubles(earned.Sum(cell => cell.Spent)),
            -used.Sum(cell => cell.Bonuses),
            [.. earned.GroupBy(cell => CategoryOf(cell, stores)).OrderBy(category => category.Key, StringComparer.Ordinal)
                .Select(category => new InsightsCategory(
                    category.Key,
                    NameOf(category.Key, english),
                    category.Sum(cell => cell.Bonuses),
                    Money.Rubles(category.Sum(cell => cell.Spent))))],
            [.. used.GroupBy(cell => cell.Type).OrderBy(use => use.Key, StringComparer.Ordinal)
                .Select(use => new InsightsUse(use.Key, -use.Sum(cell => cell.Bonuses)))]);
    }

    private static string CategoryOf(InsightCell cell, StoreIndex stores) => cell.Type switch
    {
        "reward" => "rewards",
        "receipt" => "receipts",
        _ => cell.StoreId is { } id && stores.Find(id) is { Categories: [var first, ..] } ? first : "other",
    };

    private static string NameOf(string id, bool english) => Categories.All.FirstOrDefault(category => category.Id == id) is { } known
        ? english ? known.NameEn : known.NameRu
        : id switch
        {
            "rewards" => english ? "Rewards" : "Награды",
            "receipts" => english ? "Receipts" : "Чеки",
            _ => english ? "Other" : "Другое",
        };
}

/// <param name="Category">One of the catalogue's; <c>rewards</c>, <c>receipts</c>, or <c>other</c>.</param>
public sealed record InsightsCategory(string Category, string Name, long Accrued, Money Spent);

/// <param name="Type">The type of the history's lines: payout, certificate, …</param>
public sealed record InsightsUse(string Type, long Bonuses);
