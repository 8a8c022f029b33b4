using Cashback.Purchases;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>domain.md, "Monthly cap".</summary>
public sealed class MonthlyCapTests
{
    [Theory]
    [InlineData(0, 850, 850, 0)]
    [InlineData(9_800, 350, 200, 150)]
    [InlineData(10_000, 1, 0, 1)]
    public void What_does_not_fit_under_the_cap_is_not_paid(long earned, long confirmed, long credited, long over)
    {
        var subscriber = earned == 0 ? Subscriber() : Subscriber().Accrued(earned);

        subscriber = subscriber.Reported(Report(confirmed, ReportedStatus.Confirmed));

        Assert.Equal((credited, over), (subscriber.The().Credited, subscriber.The().OverLimit));
        Assert.Equal(earned + credited, subscriber.Accrual.Earned);
        Assert.Equal(over > 0, subscriber.History.Tail.Any(line => line.Type == "overLimit"));
        Assert.Contains(over > 0 ? "purchase-confirmed-cut" : "purchase-confirmed", subscriber.Messages());
    }

    [Fact]
    public void A_reversal_in_the_same_month_gives_its_room_back()
    {
        var subscriber = Subscriber().Accrued(9_500).Accrued(300, "returned");

        subscriber = subscriber.Reported(Report(300, ReportedStatus.Declined, "returned"));
        subscriber = subscriber.Reported(Report(350, ReportedStatus.Confirmed));

        Assert.Equal((350, 0), (subscriber.The().Credited, subscriber.The().OverLimit));
        Assert.Equal(9_850, subscriber.Accrual.Earned);
    }

    [Fact]
    public void The_row_of_9800_and_a_reversal_of_300_leaves_room_for_350()
    {
        var subscriber = Subscriber().Accrued(9_500).Accrued(300, "returned");
        Assert.Equal(9_800, subscriber.Accrual.Earned);

        var reversed = subscriber.ReverseByHand(subscriber.The("returned").Order, "returned to the shop", Now).Value!;

        Assert.Equal(350, reversed.Reported(Report(350, ReportedStatus.Confirmed)).The().Credited);
    }

    [Fact]
    public void What_was_cut_is_not_paid_when_room_comes_back()
    {
        var subscriber = Subscriber().Accrued(9_800).Reported(Report(350, ReportedStatus.Confirmed));

        subscriber = subscriber.Reported(Report(9_800, ReportedStatus.Declined, "earned"));

        Assert.Equal((200, 150), (subscriber.The().Credited, subscriber.The().OverLimit));
        Assert.Equal(200, subscriber.Accrual.Earned);
    }

    [Fact]
    public void A_reversal_in_a_later_month_comes_out_of_the_balance_and_later_accruals_pay_it_off()
    {
        var subscriber = Subscriber().Accrued(1_000).SettledOn(2026, 12, 1);
        Assert.Equal((0, 1_000), (subscriber.Balance.Available, subscriber.Balance.InPayout));

        var december = new DateTimeOffset(2026, 12, 5, 0, 0, 0, TimeSpan.Zero);
        subscriber = subscriber.Reported(Report(1_000, ReportedStatus.Declined, "earned"), december);
        Assert.Equal((-1_000, 0), (subscriber.Balance.Available, subscriber.Accrual.Earned));

        subscriber = subscriber.Reported(Report(1_300, ReportedStatus.Confirmed, "later"), december).SettledOn(2027, 1, 1);
        Assert.Equal((0, 1_300), (subscriber.Balance.Available, subscriber.Balance.InPayout));
    }

    [Fact]
    public void A_purchase_accrues_in_the_month_in_which_it_is_confirmed()
    {
        var lastMoment = new DateTimeOffset(2026, 11, 30, 20, 59, 59, TimeSpan.Zero);
        var subscriber = Subscriber().Reported(Report(100)).Reported(Report(50, line: "2"));

        subscriber = subscriber.Reported(Report(100, ReportedStatus.Confirmed), lastMoment);
        Assert.Equal(new YearMonth(2026, 11), subscriber.The().Credits.Single().Month);

        subscriber = subscriber.Reported(Report(50, ReportedStatus.Confirmed, "2"), lastMoment.AddSeconds(1));
        Assert.Equal(new YearMonth(2026, 12), subscriber.The("2").Credits.Single().Month);
        Assert.Equal((50, 100), (subscriber.Accrual.Earned, subscriber.Balance.InPayout));
    }
}
