using Cashback.Purchases;
using Cashback.Rules.Tests.Properties;
using Cashback.Subscribers;
using CsCheck;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>What accrues and is no purchase: by absolute snapshots, within the cap.</summary>
public sealed class RewardTests
{
    private static readonly DateTimeOffset December = new(2026, 12, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 850, 850, 0)]
    [InlineData(9_800, 350, 200, 150)]
    [InlineData(10_000, 1, 0, 1)]
    public void Reward_that_does_not_fit_under_the_cap_is_cut_as_a_purchase_is(long earned, long worth, long credited, long over)
    {
        var subscriber = earned == 0 ? Subscriber() : Subscriber().Accrued(earned);

        var (next, verdict) = subscriber.Report(Worth(worth), Now, TheRules);

        Assert.Equal((ReportResult.Applied, credited, over), (verdict.Result, verdict.Credited, verdict.OverLimit));
        Assert.Equal(earned + credited, next.Accrual.Earned);
        Assert.Equal(over > 0, next.History.Tail.Any(line => line.Type == "overLimit" && line.RewardId == "r"));
        Assert.Equal("reward-inviter", next.Messages().Last());
    }

    [Fact]
    public void Reversal_in_the_same_month_gives_its_room_back()
    {
        var subscriber = Subscriber().Accrued(9_500).Rewarded(Worth(300)).Rewarded(Worth(0, revision: 2));

        Assert.Equal(350, subscriber.Reported(Report(350, ReportedStatus.Confirmed)).The().Credited);
        Assert.Equal(-300, subscriber.History.Tail[^1].Bonuses);
        Assert.Equal("reward-taken-back", subscriber.Messages().Last());
    }

    [Fact]
    public void Reversal_in_a_later_month_comes_out_of_the_balance_and_a_repetition_takes_nothing_more()
    {
        var world = new World();
        world.Reward(Worth(300));
        world.Pass(December - world.Now);
        world.Do(subscriber => subscriber);
        world.Drain();
        Assert.Null(world.Subscriber.FindReward("r"));

        Assert.Equal(ReportResult.Unchanged, world.Reward(Worth(300)).Result);
        Assert.Equal(ReportResult.Applied, world.Reward(Worth(0, revision: 2)).Result);
        Assert.Equal(ReportResult.Unchanged, world.Reward(Worth(0, revision: 2)).Result);

        Assert.Equal((-300, 0), (world.Subscriber.Balance.Available, world.Subscriber.Accrual.Earned));
    }

    [Theory]
    [InlineData(250, 100, 150)]
    [InlineData(150, 0, 150)]
    [InlineData(100, 0, 100)]
    [InlineData(0, 0, 0)]
    public void Reward_that_was_cut_and_is_lowered_credits_its_worth_less_the_cut(long worth, long credited, long over)
    {
        var subscriber = Subscriber().Accrued(9_800).Rewarded(Worth(350)).Rewarded(Worth(worth, revision: 2));

        var reward = subscriber.FindReward("r")!;
        Assert.Equal((credited, over, 150L), (reward.Credited, reward.OverLimit, reward.Cut));
        Assert.Equal(9_800 + credited, subscriber.Accrual.Earned);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300)]
    public void Reward_that_was_cut_lowered_and_raised_again_ends_as_the_last_snapshot_alone(long lowered)
    {
        var subscriber = Subscriber().Accrued(9_800)
            .Rewarded(Worth(350)).Rewarded(Worth(lowered, revision: 2)).Rewarded(Worth(350, revision: 3));

        Assert.Equal((200, 150), (subscriber.FindReward("r")!.Credited, subscriber.FindReward("r")!.OverLimit));
        Assert.Equal(10_000, subscriber.Accrual.Earned);
    }

    [Fact]
    public void Reward_that_was_cut_is_not_paid_the_cut_when_it_is_raised_in_another_month()
    {
        var subscriber = Subscriber().Accrued(9_800)
            .Rewarded(Worth(350)).Rewarded(Worth(100, revision: 2), December).Rewarded(Worth(350, revision: 3), December);

        Assert.Equal((200, 150), (subscriber.FindReward("r")!.Credited, subscriber.FindReward("r")!.OverLimit));
        Assert.Equal((-200, 200), (subscriber.Balance.Available, subscriber.Accrual.Earned));
    }

    [Fact]
    public void Reward_stored_before_cuts_were_kept_does_not_pay_what_stands_over_the_limit()
    {
        var cut = Subscriber().Accrued(9_800).Rewarded(Worth(350));
        var stored = cut with { Rewards = cut.Rewards!.With(cut.FindReward("r"), cut.FindReward("r")! with { Cut = 0 }) };

        var raised = stored.Rewarded(Worth(0, revision: 2)).Rewarded(Worth(350, revision: 3));

        Assert.Equal((200, 150), (raised.FindReward("r")!.Credited, raised.FindReward("r")!.OverLimit));
    }

    [Fact]
    public void Snapshot_older_than_what_is_known_changes_nothing()
    {
        var subscriber = Subscriber().Rewarded(Worth(0, revision: 3));

        Assert.Same(subscriber, subscriber.Rewarded(Worth(300, revision: 2)));
        Assert.DoesNotContain(subscriber.History.Tail, line => line.Type == "reward");
    }

    [Fact]
    public void Snapshots_end_the_same_in_any_order_and_number()
    {
        Gen.Long[0, 2_000].Array[1, 6].SelectMany(worth => Gen.Select(
            Gen.Const(worth), Gen.Shuffle(Enumerable.Range(0, worth.Length).Concat(Enumerable.Range(0, worth.Length)).ToArray()))).Sample(
            (worth, order) =>
            {
                var subscriber = order.Aggregate(Subscriber(), (next, index) => next.Rewarded(Worth(worth[index], revision: index + 1)));

                Assert.Equal(worth[^1], subscriber.Accrual.Earned);
                Assert.Equal(worth[^1], subscriber.History.Tail.Sum(line => line.Bonuses ?? 0));
            },
            iter: 2_000);
    }

    /// <summary>
    /// In any order and number, lowered and raised: a reward credits its worth less the most that the cap has ever cut of it. Where
    /// the newest snapshot is the highest, that is what it would have credited alone.
    /// </summary>
    [Fact]
    public void What_the_cap_has_cut_of_a_reward_is_never_paid_however_its_worth_moves()
    {
        Gen.Select(Gen.Long[0, 500].Array[1, 6], Gen.Long[9_600, 10_000]).SelectMany(story => Gen.Select(
            Gen.Const(story),
            Gen.Shuffle(Enumerable.Range(0, story.Item1.Length).Concat(Enumerable.Range(0, story.Item1.Length)).ToArray()))).Sample(
            (story, order) =>
            {
                var (worth, earned) = story;
                var start = Subscriber().Accrued(earned);
                var highest = 0L;
                var newest = -1;
                var subscriber = start;
                foreach (var index in order)
                {
                    subscriber = subscriber.Rewarded(Worth(worth[index], revision: index + 1));
                    highest = index > newest ? Math.Max(highest, worth[index]) : highest;
                    newest = Math.Max(newest, index);
                }

                var cut = Math.Max(0, highest - (10_000 - earned));
                var reward = subscriber.FindReward("r")!;
                Assert.Equal((Math.Max(0, worth[^1] - cut), cut), (reward.Credited, reward.Cut));
                Assert.Equal(worth[^1], reward.Credited + reward.OverLimit);
                Assert.Equal(earned + reward.Credited, subscriber.Accrual.Earned);
                if (worth[^1] == highest)
                {
                    Assert.Equal(start.Rewarded(Worth(worth[^1])).FindReward("r")!.Credited, reward.Credited);
                }
            },
            iter: 3_000);
    }

    [Fact]
    public void Record_stays_bounded_over_years_of_rewards()
    {
        var world = new World();
        for (var number = 0; number < 500; number++)
        {
            world.Reward(Worth(10, id: $"r{number}"));
            world.Pass(TimeSpan.FromDays(3));
            world.Drain();
        }

        Assert.InRange(world.Subscriber.Rewards!.Open.Length, 0, 11);
        Assert.InRange(world.Subscriber.History.Tail.Count, 0, History.KeptMax);
    }

    [Fact]
    public void Line_of_a_receipt_has_a_type_of_its_own()
    {
        var subscriber = Subscriber().Rewarded(Worth(12) with { Kind = RewardKind.Receipt, Subject = "Пятёрочка", Reason = "молоко" });

        Assert.Equal(
            ("receipt", "Пятёрочка: молоко", 12L, "r"),
            (subscriber.History.Tail[^1].Type, subscriber.History.Tail[^1].Reason, subscriber.History.Tail[^1].Bonuses,
                subscriber.History.Tail[^1].RewardId));
    }

    private static RewardReport Worth(long bonuses, long revision = 1, string id = "r") =>
        new(id, RewardKind.ReferralInviter, bonuses, revision, "Ozon");
}
