using Cashback.Purchases;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>domain.md, "Life of a purchase": all messages about a line lie on one time line, whichever way they come.</summary>
public sealed class TimeLineTests
{
    private static readonly DateTimeOffset FirstDay = Now, SecondDay = Now.AddDays(1), ThirdDay = Now.AddDays(2);

    [Fact]
    public void A_report_row_of_the_first_day_does_not_undo_what_was_pushed_the_day_after()
    {
        var paid = Subscriber()
            .Reported(Pushed(100, ReportedStatus.Declined, FirstDay), FirstDay)
            .Reported(Pushed(100, ReportedStatus.Confirmed, SecondDay), SecondDay);

        Assert.Same(paid, paid.Reported(Row(100, ReportedStatus.Declined, FirstDay), ThirdDay));
        Assert.Equal((PurchaseStatus.Confirmed, 100L), (paid.The().Status, paid.The().Credited));
    }

    [Fact]
    public void An_older_row_does_not_raise_an_amount_that_was_lowered_since()
    {
        var lowered = Subscriber().Reported(Pushed(100, ReportedStatus.Confirmed, FirstDay), FirstDay)
            .Reported(Pushed(60, ReportedStatus.Confirmed, SecondDay), SecondDay);

        Assert.Same(lowered, lowered.Reported(Row(100, ReportedStatus.Confirmed, FirstDay.AddHours(1)), ThirdDay));
    }

    [Fact]
    public void A_row_approved_last_year_does_not_credit_a_line_that_was_declined_today()
    {
        var declined = Subscriber().Reported(Pushed(100, ReportedStatus.Declined, FirstDay), FirstDay);

        Assert.Same(declined, declined.Reported(Row(100, ReportedStatus.Confirmed, FirstDay.AddYears(-1)), SecondDay));
        Assert.Equal(100, declined.Reported(Row(100, ReportedStatus.Confirmed, SecondDay), ThirdDay).The().Credited);
    }

    [Fact]
    public void A_message_that_was_held_up_inside_counts_by_its_arrival()
    {
        var newer = Subscriber().Reported(Pushed(60, ReportedStatus.Confirmed, SecondDay), SecondDay);

        Assert.Same(newer, newer.Reported(Pushed(100, ReportedStatus.Confirmed, FirstDay), ThirdDay));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void At_equal_times_the_later_stage_counts_and_a_repetition_undoes_nothing(bool declinedFirst)
    {
        var (confirmed, declined) = (Row(100, ReportedStatus.Confirmed, FirstDay), Row(100, ReportedStatus.Declined, FirstDay));

        var ended = Subscriber().Reported(declinedFirst ? declined : confirmed).Reported(declinedFirst ? confirmed : declined);

        Assert.Equal((0L, 0L), (ended.The().Credited, ended.Accrual.Earned));
        Assert.Equal(declinedFirst ? PurchaseStatus.Declined : PurchaseStatus.Reversed, ended.The().Status);
        Assert.Same(ended, ended.Reported(confirmed, SecondDay).Reported(declined, SecondDay));
    }

    [Theory]
    [InlineData(100, 60)]
    [InlineData(60, 100)]
    public void At_equal_times_and_stages_the_smaller_amount_counts(long first, long second)
    {
        var ended = Subscriber().Reported(Row(first, ReportedStatus.Confirmed, FirstDay)).Reported(
            Row(second, ReportedStatus.Confirmed, FirstDay));

        Assert.Equal(60, ended.The().Credited);
        Assert.Same(ended, ended.Reported(Row(first, ReportedStatus.Confirmed, FirstDay)));
    }

    [Fact]
    public void Created_never_undoes_a_later_status_and_is_undone_by_an_older_one()
    {
        var created = Subscriber().Reported(Row(60, ReportedStatus.Created, SecondDay), SecondDay);

        var confirmed = created.Reported(Row(100, ReportedStatus.Confirmed, FirstDay), ThirdDay);

        Assert.Equal((PurchaseStatus.Confirmed, 100L), (confirmed.The().Status, confirmed.The().Credited));
        Assert.Same(confirmed, confirmed.Reported(Row(60, ReportedStatus.Created, SecondDay), ThirdDay));
    }

    [Fact]
    public void What_came_before_the_deadline_and_is_older_than_a_decline_does_not_bring_an_expired_purchase_back()
    {
        var pending = Subscriber().Reported(Pushed(100, ReportedStatus.Created, FirstDay), FirstDay);
        var due = pending.The().AnswerDueBy;
        var expired = pending.Expire(pending.The().Order, due).Reported(
            Pushed(100, ReportedStatus.Declined, due.AddDays(1)), due.AddDays(1));

        Assert.Same(expired, expired.Reported(Row(100, ReportedStatus.Confirmed, due), due.AddDays(2)));
        Assert.Equal(100, expired.Reported(Row(100, ReportedStatus.Confirmed, due.AddDays(2)), due.AddDays(3)).The().Credited);
    }

    [Fact]
    public void What_the_cap_cut_is_not_paid_when_the_amount_falls_and_rises_again()
    {
        var cut = Subscriber().Accrued(9_900).Reported(Report(300, ReportedStatus.Confirmed));
        Assert.Equal((100L, 200L), (cut.The().Credited, cut.The().OverLimit));

        var later = Now.AddMonths(1);
        var fallen = cut.Reported(Report(100, ReportedStatus.Confirmed), later);
        var risen = fallen.Reported(Report(300, ReportedStatus.Confirmed), later);

        Assert.Equal((0L, 100L), (fallen.The().Credited, fallen.The().OverLimit));
        Assert.Equal((100L, 200L), (risen.The().Credited, risen.The().OverLimit));
    }

    [Fact]
    public void What_the_cap_cut_is_not_paid_when_the_order_is_held_and_confirmed_again()
    {
        var cut = Subscriber().Accrued(9_900).Reported(Report(300, ReportedStatus.Confirmed));
        var later = Now.AddMonths(1);

        var again = cut.Reported(Report(300, ReportedStatus.OnHold), later).Reported(Report(300, ReportedStatus.Confirmed), later);

        Assert.Equal((100L, 200L), (again.The().Credited, again.The().OverLimit));
    }

    private static OrderReport Pushed(long bonuses, ReportedStatus status, DateTimeOffset at) =>
        Report(bonuses, status) with { ReceivedAt = at };

    private static OrderReport Row(long bonuses, ReportedStatus status, DateTimeOffset at) =>
        Report(bonuses, status) with { Version = at, ReceivedAt = ThirdDay };
}
