using Cashback.Campaigns;
using Cashback.Purchases;
using Cashback.Referrals;
using Cashback.Rules.Tests.Subscribers;
using Cashback.Subscribers;
using CsCheck;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Referrals;

/// <summary>What a friend's purchases bring the friend and the inviter.</summary>
public sealed class FriendTests
{
    private const string InviterId = "01KBBBBBBBBBBBBBBBBBBBBBBB";

    [Theory]
    [InlineData(ReferralRewardTo.Friend, 30, 0)]
    [InlineData(ReferralRewardTo.Inviter, 0, 30)]
    [InlineData(ReferralRewardTo.Both, 30, 30)]
    public void First_confirmed_purchase_is_rewarded_to_whom_the_campaign_says(ReferralRewardTo to, long friend, long inviter)
    {
        var bought = Friend(new ReferralTerms(30, to, 10, 0)).Reported(Report(100)).Reported(Report(100, ReportedStatus.Confirmed));

        Assert.Equal(friend, Owed(bought, Id, "referral"));
        Assert.Equal(inviter, Owed(bought, InviterId, $"first:{Id}"));
    }

    [Theory]
    [InlineData(100, 5)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(29, 1)]
    [InlineData(30, 2)]
    public void Inviter_gets_the_percentage_of_each_confirmed_cashback_rounded(long cashback, long share)
    {
        var bought = Friend().Reported(Report(cashback, ReportedStatus.Confirmed));

        Assert.Equal(share, Owed(bought, InviterId, Share("1")));
    }

    [Fact]
    public void Pending_purchase_and_one_without_cashback_bring_nothing()
    {
        var bought = Friend().Reported(Report(100)).Reported(Report(0, ReportedStatus.Confirmed, "2"));

        Assert.Empty(bought.Outbox.Entries.OfType<ReportReward>());
    }

    [Fact]
    public void Share_is_of_what_the_friend_really_got_under_the_cap()
    {
        var bought = Friend().Accrued(9_800, "much").Reported(Report(350, ReportedStatus.Confirmed));

        Assert.Equal(10, Owed(bought, InviterId, Share("1")));
    }

    [Fact]
    public void Reversed_purchase_takes_its_rewards_back()
    {
        var bought = Friend().Reported(Report(100, ReportedStatus.Confirmed)).Reported(Report(100, ReportedStatus.Declined));

        Assert.Equal((0L, 0L), (Owed(bought, Id, "referral"), Owed(bought, InviterId, Share("1"))));
    }

    [Fact]
    public void First_purchases_reward_stays_while_another_purchase_stands()
    {
        var bought = Friend().Reported(Report(100, ReportedStatus.Confirmed)).Reported(Report(200, ReportedStatus.Confirmed, "2"));

        bought = bought.Reported(Report(100, ReportedStatus.OnHold));

        Assert.Equal(30, Owed(bought, Id, "referral"));
        Assert.Equal((0L, 10L), (Owed(bought, InviterId, Share("1")), Owed(bought, InviterId, Share("2"))));
    }

    [Theory]
    [InlineData(JoinResult.LimitReached)]
    [InlineData(JoinResult.UnknownCode)]
    [InlineData(JoinResult.OwnNumber)]
    public void One_who_does_not_count_brings_nothing_and_is_told_why(JoinResult result)
    {
        var registered = Subscribers.Given.Invited(new Invitation("ABCD0123", result));

        Assert.NotNull(registered.History.Tail[0].Reason);
        Assert.Empty(registered.Reported(Report(100, ReportedStatus.Confirmed)).Outbox.Entries.OfType<ReportReward>());
    }

    [Fact]
    public void Whatever_happens_what_is_owed_in_the_end_is_what_stands_confirmed()
    {
        var word = Gen.Select(Gen.Int[1, 3], Gen.Enum<ReportedStatus>(), Gen.Long[0, 4_000]);
        word.Array[1, 25].Sample(
            words =>
            {
                var friend = Friend(new ReferralTerms(30, ReferralRewardTo.Both, 10, 7.5m));
                var inviter = Subscriber();
                var own = new Dictionary<string, RewardReport>();
                var hours = 0;
                foreach (var (line, status, bonuses) in words)
                {
                    friend = friend.Reported(Report(bonuses, status, $"{line}"), Now.AddHours(++hours));
                    foreach (var owed in friend.Outbox.Entries.OfType<ReportReward>())
                    {
                        if (owed.SubscriberId == InviterId)
                        {
                            inviter = inviter.Report(owed.Report, Now, TheRules with { MonthlyCap = 1_000_000 }).Next;
                        }
                        else
                        {
                            own[owed.Report.RewardId] = owed.Report;
                        }
                    }
                }

                var standing = friend.Purchases.Where(purchase => purchase is { Status: PurchaseStatus.Confirmed, Cashback: > 0 }).ToList();
                var first = standing.Count > 0 ? 30 : 0;
                Assert.Equal(
                    first + standing.Sum(purchase => Rounding.ToBonuses(purchase.Credited * 7.5m / 100)),
                    inviter.Rewards?.TotalOf("friend:3") ?? 0);
                Assert.Equal(first, own.Values.Sum(report => report.Bonuses));
            },
            iter: 3_000);
    }

    private static Subscriber Friend(ReferralTerms? terms = null) => Subscribers.Given.Invited(
        new Invitation("ABCD0123", JoinResult.Counts, InviterId, 3, "Autumn", terms ?? new ReferralTerms(30, ReferralRewardTo.Friend, 10, 5)));

    private static string Share(string line) => $"share:{Id}:admitad:shop:{line}";

    private static long Owed(Subscriber subscriber, string to, string rewardId) =>
        subscriber.Outbox.Entries.OfType<ReportReward>().FirstOrDefault(
            owed => owed.SubscriberId == to && owed.Report.RewardId == rewardId)?.Report.Bonuses
            ?? 0;
}
