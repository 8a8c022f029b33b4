using Cashback.Purchases;
using Cashback.Rules.Tests.Properties;
using Cashback.Subscribers;
using CsCheck;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>Insights are sums of the history, whatever has happened.</summary>
public sealed class InsightsTests
{
    [Fact]
    public void Sums_equal_those_of_the_history_and_of_the_purchases_that_stand()
    {
        var word = Gen.Select(Gen.Int[1, 4], Gen.Enum<ReportedStatus>(), Gen.Long[0, 4_000], Gen.Int[0, 20 * 24]);
        word.Array[1, 30].Sample(
            words =>
            {
                var world = new World();
                foreach (var (line, status, bonuses, hours) in words)
                {
                    world.Report(Report(bonuses, status, $"{line}"));
                    world.Reward(new RewardReport($"r{line}", RewardKind.Receipt, bonuses / 7, hours + 1, "Shop"));
                    world.Pass(TimeSpan.FromHours(hours));
                    world.Drain();
                }

                var history = world.WholeHistory.ToList();
                var (from, to) = (Given.Now.AddDays(-1), world.Now.AddDays(1));
                var cells = Insights.Of(history, from, to, TheRules.Calendar);

                Assert.Equal(history.Sum(line => line.Bonuses ?? 0), cells.Sum(cell => cell.Bonuses));
                Assert.Equal(world.Subscriber.Held, cells.Sum(cell => cell.Bonuses));
                foreach (var month in history.GroupBy(line => TheRules.Calendar.MonthOf(line.At)))
                {
                    Assert.Equal(
                        month.Sum(line => line.Bonuses ?? 0), cells.Where(cell => cell.Month == month.Key).Sum(cell => cell.Bonuses));
                }

                var archived = world.Lines.Values.Where(
                    line => line.Final is not null && world.Subscriber.FindPurchase(line.Final.Order) is null);
                var standing = world.Subscriber.Purchases.Concat(archived.Select(line => line.Final!)).Where(
                    purchase => purchase.Status == PurchaseStatus.Confirmed);
                Assert.Equal(standing.Sum(purchase => purchase.Amount.Amount * purchase.ExchangeRate), cells.Sum(cell => cell.Spent));
            },
            iter: 1_000,
            print: words => $"{words.Length} words");
    }

    [Fact]
    public void Lines_count_in_the_month_of_the_programmes_calendar_from_the_first_moment_to_the_last()
    {
        var midnight = new DateTimeOffset(2026, 11, 30, 21, 0, 0, TimeSpan.Zero);
        HistoryLine[] lines = [Line(midnight.AddTicks(-1), 1), Line(midnight, 2), Line(midnight.AddDays(1), 4)];

        Assert.Equal(
            [(new YearMonth(2026, 11), 1L), (new YearMonth(2026, 12), 6L)], Sums(lines, midnight.AddDays(-1), midnight.AddDays(2)));
        Assert.Equal([(new YearMonth(2026, 12), 2L)], Sums(lines, midnight, midnight.AddDays(1)));
    }

    [Fact]
    public void Purchase_in_another_currency_is_spending_in_rubles_to_kopecks()
    {
        var report = Report(0, ReportedStatus.Confirmed) with { Amount = new Money(9.99m, "USD"), ExchangeRate = 90.505m };

        var line = Subscriber().Reported(report).History.Tail.Single(line => line.Spent is not null);

        Assert.Equal(904.14m, line.Spent);
    }

    private static HistoryLine Line(DateTimeOffset at, long bonuses) =>
        new() { Sequence = 1, At = at, Type = "reward", Title = "", Bonuses = bonuses, BalanceAfter = 0 };

    private static IEnumerable<(YearMonth, long)> Sums(HistoryLine[] lines, DateTimeOffset from, DateTimeOffset to) =>
        Insights.Of(lines, from, to, TheRules.Calendar).Select(cell => (cell.Month, cell.Bonuses));
}
