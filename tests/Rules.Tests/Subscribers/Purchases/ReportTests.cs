using Cashback.Purchases;
using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>domain.md, "Life of a purchase" and "Cashback of a purchase", through the subscriber's record.</summary>
public sealed class ReportTests
{
    [Fact]
    public void The_same_report_again_changes_nothing_and_says_so()
    {
        var subscriber = Subscriber().Reported(Report(100, ReportedStatus.Confirmed));

        var (next, verdict) = subscriber.Report(Report(100, ReportedStatus.Confirmed), Now.AddMinutes(1), TheRules);

        Assert.Same(subscriber, next);
        Assert.Equal(ReportResult.Unchanged, verdict.Result);
        Assert.Equal("admitad:shop:1", verdict.PurchaseId);
    }

    [Fact]
    public void Created_never_undoes_a_later_status()
    {
        var subscriber = Subscriber().Reported(Report(100, ReportedStatus.Confirmed));

        Assert.Same(subscriber, subscriber.Reported(Report(70)));
    }

    [Fact]
    public void An_older_message_never_overrides_a_newer_one()
    {
        var subscriber = Subscriber().Reported(Report(100, ReportedStatus.Confirmed, version: 10));

        Assert.Same(subscriber, subscriber.Reported(Report(100, ReportedStatus.Declined, version: 9)));
        Assert.Equal(PurchaseStatus.Reversed, subscriber.Reported(Report(100, ReportedStatus.Declined, version: 11)).The().Status);
    }

    [Fact]
    public void A_message_between_two_equal_ones_does_not_count_either()
    {
        var subscriber = Subscriber().Reported(Report(100, version: 1)).Reported(Report(100, version: 3));

        Assert.Equal(100, subscriber.Reported(Report(90, version: 2)).The().Cashback);
    }

    [Fact]
    public void A_late_confirmation_of_an_expired_or_declined_purchase_is_paid()
    {
        var pending = Subscriber().Reported(Report(100));
        var due = pending.The().AnswerDueBy;
        var expired = pending.Expire(pending.The().Order, due);
        var declined = pending.Reported(Report(100, ReportedStatus.Declined));

        Assert.Same(pending, pending.Expire(pending.The().Order, due.AddTicks(-1)));
        Assert.Equal(PurchaseStatus.Expired, expired.The().Status);
        Assert.Contains("purchase-expired", expired.Messages());
        Assert.Equal(100, expired.Reported(Report(100, ReportedStatus.Confirmed), due).The().Credited);
        Assert.Equal(100, declined.Reported(Report(100, ReportedStatus.Confirmed)).The().Credited);
    }

    [Fact]
    public void A_word_that_is_not_allowed_is_refused_and_recorded_once()
    {
        var reversed = Subscriber().Reported(Report(100, ReportedStatus.Confirmed)).Reported(Report(100, ReportedStatus.Declined));

        var refused = reversed.Reported(Report(100, ReportedStatus.Confirmed));

        Assert.Equal((PurchaseStatus.Reversed, 0L), (refused.The().Status, refused.The().Credited));
        Assert.Equal(Purchase.Refused, refused.The().Timeline[^1].Status);
        Assert.Same(refused, refused.Reported(Report(100, ReportedStatus.Confirmed)));
    }

    [Fact]
    public void On_hold_again_takes_the_credit_back_until_it_confirms_once_more()
    {
        var held = Subscriber().Reported(Report(100, ReportedStatus.Confirmed)).Reported(Report(100, ReportedStatus.OnHold));
        Assert.Equal((PurchaseStatus.Pending, 0L, 0L), (held.The().Status, held.The().Credited, held.Accrual.Earned));

        var again = held.Reported(Report(100, ReportedStatus.Confirmed));
        Assert.Equal((100L, 100L), (again.The().Credited, again.Accrual.Earned));
    }

    [Fact]
    public void A_purchase_held_after_its_deadline_gets_a_fresh_period()
    {
        var late = Now.AddDays(70);
        var subscriber = Subscriber().Reported(Report(100, ReportedStatus.Confirmed));

        Assert.Equal(subscriber.The().AnswerDueBy, subscriber.Reported(Report(100, ReportedStatus.OnHold)).The().AnswerDueBy);
        Assert.Equal(late.AddDays(60), subscriber.Reported(Report(100, ReportedStatus.OnHold), late).The().AnswerDueBy);
    }

    [Theory]
    [InlineData(100, 60, 60)]
    [InlineData(100, 140, 140)]
    public void A_changed_amount_after_confirmation_moves_the_difference(long before, long after, long credited)
    {
        var subscriber = Subscriber().Reported(Report(before, ReportedStatus.Confirmed)).Reported(Report(after, ReportedStatus.Confirmed));

        Assert.Equal((credited, credited), (subscriber.The().Credited, subscriber.Accrual.Earned));
        Assert.Equal(after - before, subscriber.History.Tail[^1].Bonuses);
    }

    [Fact]
    public void A_lower_amount_does_not_bring_what_the_cap_had_cut()
    {
        var subscriber = Subscriber().Accrued(9_800).Reported(
            Report(350, ReportedStatus.Confirmed)).Reported(Report(300, ReportedStatus.Confirmed));
        Assert.Equal((150, 150), (subscriber.The().Credited, subscriber.The().OverLimit));

        subscriber = subscriber.Reported(Report(150, ReportedStatus.Confirmed));
        Assert.Equal((0, 150), (subscriber.The().Credited, subscriber.The().OverLimit));
    }

    [Fact]
    public void The_rate_of_exchange_found_first_stays_for_life()
    {
        var dollars = Report(0) with { Amount = new Money(100, "USD"), ExchangeRate = 90 };
        var subscriber = Subscriber().Reported(dollars);

        subscriber = subscriber.Reported(dollars with { Amount = new Money(50, "USD"), ExchangeRate = 120 });
        Assert.Equal(225, subscriber.The().Cashback);

        subscriber = subscriber.Reported(dollars with { Amount = new Money(40, "USD"), ExchangeRate = null });
        Assert.Equal(180, subscriber.The().Cashback);
    }

    [Fact]
    public void A_first_report_without_a_rate_of_exchange_belongs_to_nobody_yet()
    {
        var subscriber = Subscriber();
        var (next, verdict) = subscriber.Report(Report(1) with { Amount = new Money(1, "XAU"), ExchangeRate = null }, Now, TheRules);

        Assert.Same(subscriber, next);
        Assert.Equal((ReportResult.Unattributable, "unknown-currency-rate"), (verdict.Result, verdict.Reason));
    }

    [Fact]
    public void Too_small_a_purchase_is_shown_as_such()
    {
        var subscriber = Subscriber().Reported(Report(0, ReportedStatus.Confirmed) with { Amount = Money.Rubles(9.80m) });

        Assert.Equal((PurchaseStatus.Confirmed, 0L), (subscriber.The().Status, subscriber.The().Cashback));
        Assert.Equal("Too small to pay", subscriber.History.Tail[^1].Reason);
    }

    [Fact]
    public void Two_lines_of_one_order_and_click_are_two_purchases_each_rounded_by_itself()
    {
        var line = Report(0) with { Amount = Money.Rubles(10.50m) };
        var subscriber = Subscriber().Reported(line).Reported(
            line with { Order = line.Order with { LineId = "2" }, Amount = Money.Rubles(10.60m) });

        Assert.Equal([1, 1], subscriber.Purchases.Select(purchase => purchase.Cashback));
    }

    [Theory]
    [InlineData(ReportedStatus.Created, PurchaseStatus.Declined)]
    [InlineData(ReportedStatus.Confirmed, PurchaseStatus.Reversed)]
    public void A_line_that_belongs_to_another_ends_here_for_good(ReportedStatus word, PurchaseStatus end)
    {
        var subscriber = Subscriber().Reported(Report(100, word));
        var told = new PurchaseNotified("order:admitad:shop:1", OtherOwner: "somebody", Revision: subscriber.The().Revision);

        var disowned = subscriber.Delivered(told, Now);
        disowned.AssertSound();

        Assert.Equal((end, 0L, 0L), (disowned.The().Status, disowned.Accrual.Earned, disowned.The().Credited));
        Assert.Equal(end, disowned.Reported(Report(100, ReportedStatus.Confirmed)).The().Status);
        Assert.DoesNotContain(disowned.Outbox.Entries, entry => entry is NotifyPurchase);
    }

    [Fact]
    public void Reversing_by_hand_twice_gives_the_first_result()
    {
        var confirmed = Subscriber().Reported(Report(100, ReportedStatus.Confirmed));
        var order = confirmed.The().Order;

        var once = confirmed.ReverseByHand(order, "returned", Now).Value!;

        Assert.Equal((PurchaseStatus.Reversed, 0L), (once.The().Status, once.Accrual.Earned));
        Assert.Same(once, once.ReverseByHand(order, "returned", Now).Value);
        Assert.Equal("purchase-not-confirmed", Subscriber().Reported(Report(1)).ReverseByHand(order, "x", Now).Rejection!.Type);
    }

    [Fact]
    public void A_click_says_whether_the_store_has_reported_an_order()
    {
        var none = new HashSet<string>();
        var (subscriber, _) = Subscriber().Visit(new StoreVisit("shop", "Shop", Rate.OfPercent(5)), Now, _ => "click-1");
        var click = subscriber.History.Tail[^1];
        Assert.Equal("The shop has not yet reported an order", subscriber.Explain(click, none).Reason);
        Assert.Equal("The shop has reported an order", subscriber.Explain(click, new HashSet<string> { "click-1" }).Reason);
        Assert.Equal("The shop has reported an order", subscriber.Reported(Report(10)).Explain(click, none).Reason);
    }

    [Fact]
    public void Two_clicks_never_share_a_time()
    {
        var visit = new StoreVisit("shop", "Shop", Rate.OfPercent(5));
        var (one, first) = Subscriber().Visit(visit, Now, at => at.ToString("O"));
        var (_, second) = one.Visit(visit with { StoreId = "other" }, Now, at => at.ToString("O"));

        Assert.True(second > first);
    }

    [Fact]
    public void Visits_of_one_store_within_a_minute_are_one_and_later_or_other_ones_are_their_own()
    {
        var visit = new StoreVisit("shop", "Shop", Rate.OfPercent(5));
        var (one, first) = Subscriber().Visit(visit, Now, at => at.ToString("O"));
        var (other, _) = one.Visit(visit with { StoreId = "other" }, Now.AddSeconds(1), at => "other" + at.ToString("O"));

        Assert.Equal((one, first), one.Visit(visit, Now.AddSeconds(59), at => at.ToString("O")));
        Assert.Equal((other, first), other.Visit(visit, Now.AddSeconds(59), at => at.ToString("O")));
        Assert.NotEqual(first, one.Visit(visit, Now.AddSeconds(60), at => at.ToString("O")).At);
        Assert.NotSame(one, one.Visit(visit, Now.AddSeconds(30), at => "other tariffs " + at.ToString("O")).Next);
    }
}
