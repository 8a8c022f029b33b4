using Cashback.Purchases;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>A decline that names no amount: what is known of the line stays.</summary>
public class DeclineWithoutAmountTests
{
    private static OrderReport Decline => Given.Report(50, ReportedStatus.Declined) with { Amount = null };

    [Fact]
    public void Credit_is_taken_back_and_the_known_amount_stays()
    {
        var subscriber = Given.Subscriber().Reported(Given.Report(50, ReportedStatus.Confirmed)).Reported(Decline);
        Assert.Equal(
            (PurchaseStatus.Reversed, Money.Rubles(1_000), 0L),
            (subscriber.The().Status, subscriber.The().Amount, subscriber.Accrual.Earned));
    }

    [Fact]
    public void Pending_line_is_declined()
    {
        var subscriber = Given.Subscriber().Reported(Given.Report(50)).Reported(Decline);
        Assert.Equal((PurchaseStatus.Declined, Money.Rubles(1_000)), (subscriber.The().Status, subscriber.The().Amount));
    }

    [Fact]
    public void Line_that_nobody_knew_is_declined_without_promising_anything_and_can_still_be_paid()
    {
        var declined = Given.Subscriber().Reported(Decline);
        Assert.Equal((PurchaseStatus.Declined, 0L), (declined.The().Status, declined.The().Cashback));
        var paid = declined.Reported(Given.Report(50, ReportedStatus.Confirmed) with { Amount = new Money(10, "USD"), ExchangeRate = 100 });
        Assert.Equal((PurchaseStatus.Confirmed, 50L, 100m), (paid.The().Status, paid.The().Credited, paid.The().ExchangeRate));
    }

    [Fact]
    public void Rate_that_nobody_knows_does_not_hold_a_decline_up()
    {
        var unknown = Decline with { Amount = new Money(5, "XAU"), ExchangeRate = null };
        Assert.Equal(PurchaseStatus.Declined, Given.Subscriber().Reported(unknown).The().Status);
        Assert.Equal(PurchaseStatus.Reversed, Given.Subscriber().Reported(Given.Report(50, ReportedStatus.Confirmed))
            .Reported(unknown with { ReceivedAt = Given.Now.AddDays(1) }).The().Status);
    }

    [Fact]
    public void Anything_but_a_decline_needs_an_amount()
    {
        var (next, verdict) = Given.Subscriber().Report(Decline with { Status = ReportedStatus.Confirmed }, Given.Now, Given.TheRules);
        Assert.Equal(("no-amount", null), (verdict.Reason, next.The()));
    }
}
