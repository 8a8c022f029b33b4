using Cashback.Campaigns;
using Cashback.Purchases;
using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>"Spend 20, get 1 350": which purchase claims the reward, and what becomes of the claim.</summary>
public sealed class WelcomeTests
{
    private static readonly Campaign Hello = new()
    {
        Id = "hello",
        Name = "Hello",
        From = Given.Now.AddDays(-1),
        To = Given.Now.AddDays(1),
        Welcome = new WelcomeTerms(20, 1_350, 13_500),
    };

    [Theory]
    [InlineData("19.99", false)]
    [InlineData("20", true)]
    [InlineData("5000", true)]
    public void Purchase_of_at_least_the_amount_claims_the_reward(string amount, bool claims)
    {
        var rubles = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
        var report = Report(0, ReportedStatus.Confirmed) with { Amount = Money.Rubles(rubles) };

        Assert.Equal(claims, Asked(Confirmed(Subscriber(), report)) is not null);
    }

    [Fact]
    public void Amount_in_another_currency_counts_in_rubles()
    {
        var dollar = Report(0, ReportedStatus.Confirmed) with { Amount = new Money(1, "USD"), ExchangeRate = 90 };

        Assert.NotNull(Asked(Confirmed(Subscriber(), dollar)));
    }

    [Fact]
    public void Pending_purchase_and_a_click_outside_the_interval_claim_nothing()
    {
        Assert.Null(Asked(Confirmed(Subscriber(), Report(5))));
        Assert.Null(Asked(Confirmed(Subscriber(), Report(5, ReportedStatus.Confirmed) with { ClickedAt = Hello.From.AddTicks(-1) })));
        Assert.Null(Asked(Confirmed(Subscriber(), Report(5, ReportedStatus.Confirmed) with { ClickedAt = Hello.To!.Value })));
    }

    [Theory]
    [InlineData(WelcomeAudience.Newcomers, -1, false)]
    [InlineData(WelcomeAudience.Newcomers, 0, true)]
    [InlineData(WelcomeAudience.Newcomers, 2 * 24 * 60 - 1, true)]
    [InlineData(WelcomeAudience.Newcomers, 2 * 24 * 60, false)]
    [InlineData(WelcomeAudience.Everybody, -1, true)]
    [InlineData(WelcomeAudience.Everybody, 2 * 24 * 60, true)]
    public void Newcomers_are_who_registered_during_the_campaign_unless_it_is_for_everybody(
        WelcomeAudience audience, int minutes, bool claims)
    {
        var campaign = Hello with { Welcome = Hello.Welcome! with { Audience = audience } };
        var subscriber = Subscriber() with { RegisteredAt = Hello.From.AddMinutes(minutes) };
        var report = Report(5, ReportedStatus.Confirmed);
        Assert.Equal(claims, Asked(subscriber.Reported(report).ClaimWelcome(report.Order, [campaign])) is not null);
    }

    [Fact]
    public void Granted_claim_is_one_reward_and_a_second_purchase_claims_no_other()
    {
        var granted = Answered(Confirmed(Subscriber(), Report(5, ReportedStatus.Confirmed)), ClaimResult.Granted);

        var again = Confirmed(granted, Report(7, ReportedStatus.Confirmed, "2"));

        Assert.Equal(("welcome:hello", 1_350L, 1L), Reward(again));
        Assert.Null(Asked(again));
    }

    [Fact]
    public void Reversed_purchase_gives_reward_and_claim_back_and_the_next_one_claims_anew()
    {
        var granted = Answered(Confirmed(Subscriber(), Report(5, ReportedStatus.Confirmed)), ClaimResult.Granted);

        var reversed = granted.Reported(Report(5, ReportedStatus.Declined));
        Assert.Equal((false, 2L), (Asked(reversed)!.Wanted, Asked(reversed)!.Revision));
        Assert.Equal(("welcome:hello", 0L, 2L), Reward(reversed));

        var next = Confirmed(Answered(reversed, ClaimResult.Released), Report(7, ReportedStatus.Confirmed, "2"));
        Assert.Equal((true, 3L), (Asked(next)!.Wanted, Asked(next)!.Revision));
        Assert.Equal(("welcome:hello", 1_350L, 3L), Reward(Answered(next, ClaimResult.Granted)));
    }

    [Fact]
    public void Another_confirmed_purchase_takes_the_reversed_ones_place()
    {
        var granted = Answered(Confirmed(Subscriber(), Report(5, ReportedStatus.Confirmed)), ClaimResult.Granted);

        var reversed = Confirmed(granted, Report(7, ReportedStatus.Confirmed, "2")).Reported(Report(5, ReportedStatus.Declined));

        Assert.Null(Asked(reversed));
        Assert.Equal(("welcome:hello", 1_350L, 1L), Reward(reversed));
        Assert.False(Asked(reversed.Reported(Report(7, ReportedStatus.Declined, "2")))!.Wanted);
    }

    [Fact]
    public void Amount_lowered_under_the_least_gives_the_claim_back_and_raised_claims_it()
    {
        var low = Confirmed(Subscriber(), Report(0, ReportedStatus.Confirmed));
        Assert.Null(Asked(low));

        var raised = Confirmed(low, Report(5, ReportedStatus.Confirmed));
        Assert.True(Asked(raised)!.Wanted);
        Assert.False(Asked(raised.Reported(Report(0, ReportedStatus.Confirmed)))!.Wanted);
    }

    [Theory]
    [InlineData(ClaimResult.HadBefore, "This number has had the reward before")]
    [InlineData(ClaimResult.BudgetSpent, "The rewards of this campaign are used up")]
    public void Refused_claim_stands_in_the_history_and_is_not_made_again(ClaimResult result, string why)
    {
        var refused = Answered(Confirmed(Subscriber(), Report(5, ReportedStatus.Confirmed)), result);

        Assert.Equal(("reward", why, 0L), (refused.History.Tail[^1].Type, refused.History.Tail[^1].Reason, refused.History.Tail[^1].Bonuses));
        Assert.Null(Asked(Confirmed(refused, Report(7, ReportedStatus.Confirmed, "2"))));
        Assert.Empty(refused.Outbox.Entries.OfType<ReportReward>());
        Assert.Equal(result == ClaimResult.BudgetSpent, refused.Messages().Contains("welcome-spent"));
    }

    [Fact]
    public void Answer_to_an_older_word_does_not_count()
    {
        var reversed = Confirmed(Subscriber(), Report(5, ReportedStatus.Confirmed)).Reported(Report(5, ReportedStatus.Declined));

        var heard = reversed.Delivered(new WelcomeClaimAnswered("welcome:hello", 1, ClaimResult.Granted), Given.Now);

        Assert.Same(reversed, heard);
    }

    private static Subscriber Confirmed(Subscriber subscriber, OrderReport report) =>
        subscriber.Reported(report).ClaimWelcome(report.Order, [Hello]);

    private static Subscriber Answered(Subscriber subscriber, ClaimResult result) =>
        subscriber.Delivered(new WelcomeClaimAnswered("welcome:hello", Asked(subscriber)!.Revision, result), Given.Now);

    private static ClaimWelcomeReward? Asked(Subscriber subscriber) =>
        subscriber.Outbox.Entries.OfType<ClaimWelcomeReward>().SingleOrDefault();

    private static (string, long, long) Reward(Subscriber subscriber)
    {
        var report = subscriber.Outbox.Entries.OfType<ReportReward>().Single().Report;
        return (report.RewardId, report.Bonuses, report.Revision);
    }
}
