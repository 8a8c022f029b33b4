using Cashback.Payouts;

namespace Cashback.Rules.Tests.Payouts;

public class PayoutTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(3));
    private static readonly PayoutRequest Request = new("01J:2026-10:g1", "01J", new Phone("+79161234567"), 300);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Payout_of_nothing_or_less_is_refused(long amount) =>
        Assert.Throws<ArgumentException>(() => Payout.Start(Request with { Amount = amount }, Start));

    [Fact]
    public void Same_request_goes_on_and_any_other_under_the_same_id_is_refused()
    {
        var payout = Payout.Start(Request, Start);

        Assert.Same(payout, payout.Continue(Request with { }));
        Assert.Throws<InvalidOperationException>(() => payout.Continue(Request with { Amount = 301 }));
        Assert.Throws<InvalidOperationException>(() => payout.Continue(Request with { Phone = new Phone("+79161234568") }));
        Assert.Throws<InvalidOperationException>(() => payout.Continue(Request with { SubscriberId = "01K" }));
    }

    [Fact]
    public void Final_answer_is_never_replaced()
    {
        var paid = Payout.Start(Request, Start).Answered(new PayoutAnswer(true), Start.AddSeconds(1));

        var again = paid.Answered(new PayoutAnswer(false, "no such number"), Start.AddSeconds(2));

        Assert.Same(paid, again);
        Assert.True(again.Answer!.Paid);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(59, 5)]
    [InlineData(60, 60)]
    [InlineData(60 * 24 * 30, 60)]
    public void Unanswered_payout_is_asked_every_five_minutes_for_an_hour_and_then_hourly_for_ever(int minutes, int pause) =>
        Assert.Equal(pause, Payout.Start(Request, Start).Unanswered("down").Pause(Start.AddMinutes(minutes)).TotalMinutes);

    [Fact]
    public void Payout_is_stuck_after_a_day_without_an_answer_and_no_more_once_it_is_answered()
    {
        var payout = Payout.Start(Request, Start).Unanswered("down");

        Assert.False(payout.IsStuck(Start.AddHours(24).AddTicks(-1)));
        Assert.True(payout.View(Start.AddHours(24)).Stuck);
        Assert.False(payout.Answered(new PayoutAnswer(true), Start.AddHours(25)).IsStuck(Start.AddHours(26)));
    }
}
