namespace Cashback.Subscribers;

/// <summary>Sums of the history, and of nothing else: whoever adds the lines up comes to the same.</summary>
internal static class Insights
{
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public static IReadOnlyList<InsightCell> Of(
        IEnumerable<HistoryLine> lines, DateTimeOffset from, DateTimeOffset to, ProgrammeCalendar calendar) =>
    [
        .. from line in lines
           where line.At >= @from && line.At < to && line.Moves
           group line by (Month: calendar.MonthOf(line.At), line.Type, line.StoreId) into cell
           orderby cell.Key.Month, cell.Key.Type, cell.Key.StoreId
           select new InsightCell(
               cell.Key.Month, cell.Key.Type, cell.Key.StoreId, cell.Sum(line => line.Bonuses ?? 0), cell.Sum(line => line.Spent ?? 0)),
    ];
}
