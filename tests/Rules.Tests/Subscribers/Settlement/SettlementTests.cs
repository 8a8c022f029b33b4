using Cashback.Payouts;
using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>domain.md, "Settlement, on the 1st at 00:00".</summary>
public sealed class SettlementTests
{
    [Fact]
    public void Goals_are_served_by_priority_and_a_filled_one_passes_the_rest_on()
    {
        var subscriber = Subscriber().WithGoals(
            TopUp("g1", Own, 300), TopUp("g2", Other, 500), Smartphone("g3")).Accrued(1_000).SettledOn(2026, 12, 1);

        Assert.Equal([300, 500], subscriber.Payouts.Select(payout => payout.Request.Amount));
        Assert.Equal((200, 0, 800), (subscriber.Balance.Savings, subscriber.Balance.Available, subscriber.Balance.InPayout));
    }

    [Fact]
    public void A_topUp_without_a_limit_takes_all_there_is()
    {
        var subscriber = Subscriber().WithGoals(TopUp("g1", Own, null), Smartphone("g2")).Accrued(1_000).SettledOn(2026, 12, 1);

        Assert.Equal((1_000, 0), (subscriber.Balance.InPayout, subscriber.Balance.Savings));
    }

    [Fact]
    public void A_target_takes_only_what_it_lacks_and_what_no_goal_takes_stays()
    {
        var subscriber = Subscriber().WithGoals(Smartphone("g1", 5_000), TopUp("g2", Own, 500));
        subscriber = subscriber with { Balance = new Balance { Savings = 4_600, TotalCredited = 4_600 } };

        subscriber = subscriber.Accrued(1_000).SettledOn(2026, 12, 1);

        Assert.Equal((5_000, 500, 100), (subscriber.Balance.Savings, subscriber.Balance.InPayout, subscriber.Balance.Available));
    }

    [Fact]
    public void A_balance_below_zero_is_not_spent()
    {
        var subscriber = Subscriber() with { Balance = new Balance { Available = -50, TotalTakenBack = 50 } };

        subscriber = subscriber.SettledOn(2026, 12, 1);

        Assert.Equal(-50, subscriber.Balance.Available);
        Assert.Empty(subscriber.Payouts);
        Assert.Empty(subscriber.Messages());
    }

    [Fact]
    public void The_month_ends_at_midnight_in_Moscow()
    {
        var subscriber = Subscriber().Accrued(100);
        var midnight = new DateTimeOffset(2026, 11, 30, 21, 0, 0, TimeSpan.Zero);

        Assert.Same(subscriber, subscriber.Settled(midnight.AddTicks(-1), TheRules));
        Assert.Equal(100, subscriber.Settled(midnight, TheRules).Balance.InPayout);
    }

    [Fact]
    public void Settling_twice_or_later_gives_the_same_as_once()
    {
        var subscriber = Subscriber().Accrued(1_000);
        var midnight = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(3));

        var once = subscriber.Settled(midnight, TheRules);
        var late = subscriber.Settled(midnight.AddDays(20), TheRules);

        Assert.Same(once, once.Settled(midnight.AddDays(20), TheRules));
        Assert.Equal(once.Balance, late.Balance);
        Assert.Equal(once.History.Tail.Select(line => (line.At, line.Title)), late.History.Tail.Select(line => (line.At, line.Title)));
    }

    [Fact]
    public void Each_subscriber_is_told_once_with_the_amounts()
    {
        var subscriber = Subscriber().WithGoals(TopUp("g1", Own, 300), Smartphone("g2", 500)).Accrued(1_000).SettledOn(2026, 12, 1);

        var message = subscriber.Outbox.Entries.OfType<SendMessage>().Single(entry => entry.Template == "settled");
        Assert.Equal(("300", "500", "200"), (message.Values["paid"], message.Values["saved"], message.Values["available"]));
    }

    [Fact]
    public void The_statement_lists_what_the_month_brought_and_the_purchases_that_leave()
    {
        var subscriber = Subscriber().Accrued(1_000).Reported(Report(70, line: "open")).SettledOn(2026, 12, 1);

        var statement = subscriber.Outbox.Entries.OfType<WriteStatement>().Single().Statement;
        Assert.Equal((1_000, 0, 0), (statement.Accrued, statement.AvailableBefore, statement.AvailableAfter));
        Assert.Equal("earned", Assert.Single(statement.Purchases).LineId);
        Assert.Equal(1_000, Assert.Single(statement.Payouts).Bonuses);
    }

    [Fact]
    public void Months_without_anything_are_passed_over_and_leftovers_are_offered_again_each_month()
    {
        var subscriber = Subscriber().WithGoals(TopUp("g1", Own, 300)).Accrued(1_000).SettledOn(2027, 3, 1);

        Assert.Equal([300, 300, 300, 100], subscriber.Payouts.Select(payout => payout.Request.Amount));
        Assert.Equal(4, subscriber.Payouts.Select(payout => payout.Request.PayoutId).Distinct().Count());
        Assert.Equal(new YearMonth(2027, 3), subscriber.Accrual.Month);
    }

    [Fact]
    public void What_leaves_with_a_month_is_in_no_other_statement_however_many_months_were_slept_through()
    {
        var subscriber = Subscriber().WithGoals(Smartphone("g1"))
            .Accrued(1_000)
            .Rewarded(new RewardReport("r", RewardKind.Receipt, 300, 1, "Shop"))
            .SettledOn(2027, 3, 1);

        var statement = Assert.Single(subscriber.Outbox.Entries.OfType<WriteStatement>()).Statement;
        Assert.Equal((new YearMonth(2026, 11), "earned"), (statement.Month, Assert.Single(statement.Purchases).LineId));
        Assert.Equal((new YearMonth(2026, 11), new YearMonth(2027, 3)), (subscriber.LastStatement, subscriber.Accrual.Month));
        Assert.Single(subscriber.Outbox.Entries.OfType<ArchiveReward>());
    }

    [Fact]
    public void A_goal_that_a_setting_forbids_is_suspended_and_shown_so()
    {
        var rules = TheRules with { TopUpOthers = false };
        var subscriber = Subscriber().WithGoals(TopUp("g1", Other, null), TopUp("g2", Own, null)).Accrued(1_000);

        var settled = subscriber.Settled(Now.AddMonths(1), rules);

        Assert.Equal(Own, Assert.Single(settled.Payouts).Request.Phone);
        Assert.NotNull(settled.ToAccount(rules).Goals[0].Suspended);
        Assert.Null(settled.ToAccount(rules).Goals[1].Suspended);
    }

    [Fact]
    public void The_ceiling_holds_for_all_top_ups_together()
    {
        var rules = TheRules with { TopUpCeiling = 700 };
        var subscriber = Subscriber().WithGoals(TopUp("g1", Own, 500), TopUp("g2", Other, 500), Smartphone("g3")).Accrued(1_000);

        var settled = subscriber.Settled(Now.AddMonths(1), rules);

        Assert.Equal([500, 200], settled.Payouts.Select(payout => payout.Request.Amount));
        Assert.Equal(300, settled.Balance.Savings);
    }

    [Fact]
    public void A_refused_payout_goes_back_once_and_the_subscriber_is_told()
    {
        var subscriber = Subscriber().Accrued(1_000).SettledOn(2026, 12, 1);
        var payoutId = subscriber.Payouts.Single().Request.PayoutId;

        var refused = subscriber.PayoutAnswered(payoutId, new PayoutAnswer(false, "the number is blocked"), Now.AddMonths(1));

        Assert.Equal((1_000, 0), (refused.Balance.Available, refused.Balance.InPayout));
        Assert.Contains("payout-refused", refused.Messages());
        Assert.Equal("the number is blocked", refused.History.Tail[^1].Reason);
        Assert.Same(refused, refused.PayoutAnswered(payoutId, new PayoutAnswer(true), Now.AddMonths(1)));
    }

    [Fact]
    public void A_paid_payout_is_paid_once()
    {
        var subscriber = Subscriber().Accrued(1_000).SettledOn(2026, 12, 1);
        var payoutId = subscriber.Payouts.Single().Request.PayoutId;

        var paid = subscriber.PayoutAnswered(payoutId, new PayoutAnswer(true), Now.AddMonths(1));

        Assert.Equal((0, 0, 1_000), (paid.Balance.Available, paid.Balance.InPayout, paid.Balance.TotalPaid));
        Assert.Same(paid, paid.PayoutAnswered(payoutId, new PayoutAnswer(false), Now.AddMonths(1)));
    }
}
