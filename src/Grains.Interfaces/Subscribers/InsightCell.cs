namespace Cashback.Subscribers;

/// <summary>What lines of one type about one store in one month come to.</summary>
/// <param name="Type">The lines' type; see <see cref="HistoryLine.Type"/>.</param>
/// <param name="StoreId">Null: of no store.</param>
/// <param name="Bonuses">Sum of the lines' bonuses.</param>
/// <param name="Spent">Sum of the lines' spending, in rubles.</param>
[GenerateSerializer, Immutable, Alias("insight-cell")]
public sealed record InsightCell(
    [property: Id(0)] YearMonth Month,
    [property: Id(1)] string Type,
    [property: Id(2)] string? StoreId,
    [property: Id(3)] long Bonuses,
    [property: Id(4)] decimal Spent);
