using Cashback.Purchases;
using Cashback.Reconciliations;

namespace Cashback.Rules.Tests.Reconciliations;

public sealed class ReconciliationRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReconciliationStart Start = new("admitad", "report", null, null, "ops");

    [Theory]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.Created, null)]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.OnHold, null)]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.Confirmed, ConflictReasons.Status)]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Confirmed, null)]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Created, ConflictReasons.Status)]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Declined, ConflictReasons.Status)]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.Declined, null)]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.Declined, null)]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.Confirmed, ConflictReasons.Status)]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Created, null)]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Declined, null)]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Confirmed, ConflictReasons.Status)]
    public void A_line_contradicts_what_says_something_else(PurchaseStatus ours, ReportedStatus theirs, string? reason) =>
        Assert.Equal(reason, ReportComparison.FindConflict(Ours(ours), theirs, Money.Rubles(100)));

    [Fact]
    public void The_amount_matters_only_where_something_is_owed()
    {
        Assert.Equal(
            ConflictReasons.Amount,
            ReportComparison.FindConflict(Ours(PurchaseStatus.Confirmed), ReportedStatus.Confirmed, Money.Rubles(101)));
        Assert.Equal(
            ConflictReasons.Amount,
            ReportComparison.FindConflict(Ours(PurchaseStatus.Pending), ReportedStatus.Created, new Money(100, "USD")));
        Assert.Null(ReportComparison.FindConflict(Ours(PurchaseStatus.Declined), ReportedStatus.Declined, Money.Rubles(0)));
        Assert.Null(ReportComparison.FindConflict(Ours(PurchaseStatus.Confirmed), ReportedStatus.Confirmed, Money.Rubles(100.00m)));
    }

    [Theory]
    [InlineData("2026-11-05T00:30:00+03:00", PurchaseStatus.Pending, false)]
    [InlineData("2026-11-05T01:00:00+03:00", PurchaseStatus.Pending, true)]
    [InlineData("2026-11-05T23:59:59+03:00", PurchaseStatus.Confirmed, true)]
    [InlineData("2026-11-06T00:00:00+03:00", PurchaseStatus.Confirmed, false)]
    [InlineData("2026-11-05T12:00:00+03:00", PurchaseStatus.Declined, false)]
    [InlineData("2026-11-05T12:00:00+03:00", PurchaseStatus.Expired, false)]
    public void A_report_is_to_have_what_was_registered_on_its_days_and_is_owed(string registeredAt, PurchaseStatus status, bool expected)
    {
        var from = ProgrammeCalendar.Moscow.StartOf(new DateOnly(2026, 11, 5));
        var until = ProgrammeCalendar.Moscow.StartOf(new DateOnly(2026, 11, 6));
        Assert.Equal(expected, ReportComparison.IsExpected(
            DateTimeOffset.Parse(registeredAt, System.Globalization.CultureInfo.InvariantCulture), status, from, until));
    }

    [Fact]
    public void Of_two_messages_on_a_line_the_later_one_on_its_time_line_counts_and_without_times_the_first()
    {
        var first = new ReportedLine(ReportedStatus.Created, Money.Rubles(100), Now);
        var said = first with { Status = ReportedStatus.Confirmed };

        Assert.Equal(Repetition.Newer, RepeatedLine.Compare(first, said with { Version = Now.AddSeconds(1) }));
        Assert.Equal(Repetition.Newer, RepeatedLine.Compare(first, said with { Version = Now.AddSeconds(-1) }));
        Assert.Equal(Repetition.Newer, RepeatedLine.Compare(first, said));
        Assert.Equal(Repetition.Same, RepeatedLine.Compare(said, first with { Version = Now.AddSeconds(1) }));
        Assert.Equal(Repetition.Same, RepeatedLine.Compare(said, said with { Amount = Money.Rubles(200) }));
        Assert.Equal(Repetition.Newer, RepeatedLine.Compare(said, said with { Version = Now.AddSeconds(1) }));
        Assert.Equal(Repetition.Different, RepeatedLine.Compare(first with { Version = null }, said with { Version = null }));
        Assert.Equal(Repetition.Same, RepeatedLine.Compare(first, first with { Version = null }));
        Assert.Equal(Repetition.Newer, RepeatedLine.Compare(first, first with { Amount = Money.Rubles(99) }));
        Assert.Equal(Repetition.Same, RepeatedLine.Compare(first, first with { Amount = Money.Rubles(101) }));
    }

    [Fact]
    public void Sums_hold_each_line_once_on_both_sides()
    {
        var tally = new Tally();
        var pending = new ReportedLine(ReportedStatus.Created, Money.Rubles(100), Now);
        tally.Add(new LineOutcome(LineResult.New, Reported: pending, After: Ours(PurchaseStatus.Pending)));
        tally.Add(new LineOutcome(LineResult.Same));
        tally.Add(new LineOutcome(
            LineResult.Changed, Reported: pending with { Status = ReportedStatus.Confirmed }, Replaces: pending,
            Before: Ours(PurchaseStatus.Pending), After: Ours(PurchaseStatus.Confirmed)));
        tally.Add(new LineOutcome(LineResult.Unknown, Reported: new ReportedLine(ReportedStatus.Declined, new Money(7, "EUR"), null)));
        tally.AddMissing(Ours(PurchaseStatus.Pending));

        Assert.Equal(new ReconciliationCounts(New: 1, Changed: 1, Same: 1, Unknown: 1, Missing: 1), tally.Counts);
        Assert.Equal(4, tally.Counts.Lines);
        Assert.Equal(
            [
                new CurrencySums("EUR", new StatusSums(Ended: 7), new StatusSums()),
                new CurrencySums("RUB", new StatusSums(Confirmed: 100), new StatusSums(Pending: 100, Confirmed: 100)),
            ],
            tally.Sums);
    }

    [Fact]
    public void A_silent_run_is_interrupted_until_it_tells_of_itself_again()
    {
        var run = Reconciliation.Begin(Start, Now);
        var late = Now + Reconciliation.Lease + TimeSpan.FromSeconds(1);

        Assert.Equal(ReconciliationState.Running, run.StateAt(Now + Reconciliation.Lease));
        Assert.Equal(ReconciliationState.Interrupted, run.StateAt(late));
        Assert.Equal(ReconciliationState.Running, run.Advance(ReconciliationProgress.None, late).StateAt(late));
        Assert.Equal(ReconciliationState.Cancelled, run.Cancel(late).Value!.State);
    }

    [Fact]
    public void A_living_run_is_asked_to_end_and_one_that_has_ended_can_not_be()
    {
        var asked = Reconciliation.Begin(Start, Now).Cancel(Now).Value!;

        Assert.True(asked.CancelRequested);
        Assert.Equal(ReconciliationState.Running, asked.State);
        Assert.Same(asked, asked.Cancel(Now).Value);
        var ended = asked.Finish(ReconciliationState.Cancelled, ReconciliationProgress.None, null, Now);
        Assert.Same(ended, ended.Cancel(Now).Value);
        Assert.Same(ended, ended.Finish(ReconciliationState.Finished, ReconciliationProgress.None, null, Now));
        var finished = Reconciliation.Begin(Start, Now).Finish(ReconciliationState.Finished, ReconciliationProgress.None, null, Now);
        Assert.Equal("reconciliation-over", finished.Cancel(Now).Rejection?.Type);
    }

    [Fact]
    public void The_window_of_a_pull_reaches_behind_the_last_one_that_came_to_its_end()
    {
        var pulled = new StatisticsPull().Pulled(Now);

        Assert.Equal(Now - StatisticsPull.FirstWindow, StatisticsPull.WindowStart(new StatisticsPull { RunId = "x" }, Now));
        Assert.Equal(Now - StatisticsPull.Overlap, StatisticsPull.WindowStart(pulled, Now.AddDays(9)));
        Assert.Same(pulled, pulled.Pulled(Now.AddHours(-1)));
    }

    private static PurchaseView Ours(PurchaseStatus status) => new()
    {
        Id = "admitad:shop:1",
        StoreId = "shop",
        StoreName = "Shop",
        OrderId = "17",
        Status = status,
        Amount = Money.Rubles(100),
        Rate = Rate.OfPercent(5),
        ExchangeRate = 1,
        Cashback = 5,
        Credited = 0,
        OverLimit = 0,
        ClickedAt = Now,
        RegisteredAt = Now,
        AnswerDueBy = Now.AddDays(30),
        Timeline = [],
    };
}
