using Cashback.Campaigns;
using Cashback.Grains.Tests.Subscribers;
using Cashback.Purchases;
using Cashback.Referrals;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Referrals;

/// <summary>An inviter and friends among the real grains.</summary>
public class ReferralFlowTests : IAsyncLifetime
{
    private TestProgramme _programme = null!;
    private int _phones;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync(Database);
        var campaigns = _programme.Grains.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns);
        Assert.True((await campaigns.PutAsync(new CampaignDraft("autumn", "Autumn", null, null, new ReferralDraft(InviterPercent: 10)))).Accepted);
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    public static TheoryData<string, FaultPoint> Writes() =>
    [
        .. from state in (string[])[StateNames.Subscriber, StateNames.Referral, StateNames.Reward]
           from point in Enum.GetValues<FaultPoint>()
           select (state, point),
    ];

    [Theory, MemberData(nameof(Writes))]
    public async Task Rewards_for_a_friend_end_the_same_whichever_write_fails(string state, FaultPoint point)
    {
        var undisturbed = await RunStoryAsync();
        var faults = 0;
        while (true)
        {
            _programme.Faults.FailWrite(state, point, faults + 1);
            var outcome = await RunStoryAsync();
            if (_programme.Faults.Pending)
            {
                break;
            }

            Assert.Equal(undisturbed, outcome);
            faults++;
        }

        Assert.True(faults > 0, $"No write of '{state}' ever failed: the test proves nothing.");
    }

    [Fact]
    public async Task Inviter_is_told_of_each_reward_by_sms_and_sees_what_the_friend_brought()
    {
        var (inviter, inviterPhone) = await NewAsync();
        var (friend, friendPhone) = await NewAsync((await inviter.ReferralAsync()).Code);

        await friend.ReportAsync(200, ReportedStatus.Created);
        await friend.ReportAsync(200, ReportedStatus.Confirmed);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(20, (await inviter.BalanceAsync()).AccruedThisMonth);
        Assert.Equal(230, (await friend.BalanceAsync()).AccruedThisMonth);
        var outbox = _programme.Services.GetRequiredService<SandboxOutbox>();
        Assert.Contains(outbox.List(inviterPhone), sms => sms.Text == "For your friend: +20 bonuses");
        Assert.Contains(outbox.List(friendPhone), sms => sms.Text == "Purchase as an invited friend: +30 bonuses");
        var referral = await inviter.ReferralAsync();
        Assert.Equal((20, true, 20), (referral.Earned, referral.Friends.Single().Counts, referral.Friends.Single().RewardFromFriend));
        Assert.Equal(("Friend 1", 20L), (await inviter.HistoryAsync(type: "reward")).Select(line => (line.Reason, line.Bonuses ?? 0)).Single());
        Assert.Equal(JoinResult.Counts, (await friend.ReferralAsync()).Invitation!.Result);
    }

    [Fact]
    public async Task Of_friends_who_register_at_the_same_moment_ten_count()
    {
        var (inviter, _) = await NewAsync();
        var code = (await inviter.ReferralAsync()).Code;

        var friends = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => NewAsync(code)));
        await Task.WhenAll(friends.Select(friend => friend.Story.ReportAsync(100, ReportedStatus.Confirmed)));
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        var balances = await Task.WhenAll(friends.Select(friend => friend.Story.BalanceAsync()));
        Assert.Equal(10, balances.Count(balance => balance.AccruedThisMonth == 130));
        Assert.Equal(14, balances.Count(balance => balance.AccruedThisMonth == 100));
        Assert.Equal(100, (await inviter.BalanceAsync()).AccruedThisMonth);
        var listed = (await inviter.ReferralAsync()).Friends;
        Assert.Equal([.. Enumerable.Repeat(true, 10), .. Enumerable.Repeat(false, 14)], listed.Select(friend => friend.Counts));
    }

    [Fact]
    public async Task Rewards_stay_within_the_inviters_cap()
    {
        var (inviter, _) = await NewAsync();
        await inviter.ReportAsync(9_990, ReportedStatus.Confirmed);
        var (friend, _) = await NewAsync((await inviter.ReferralAsync()).Code);

        await friend.ReportAsync(200, ReportedStatus.Confirmed);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(10_000, (await inviter.BalanceAsync()).AccruedThisMonth);
        Assert.Contains(await inviter.HistoryAsync(), line => line is { Type: "overLimit", Title: "Over the monthly limit: 10" });
    }

    [Fact]
    public async Task Code_asked_for_at_the_same_moment_is_one_and_belongs_to_nobody_else()
    {
        var (one, _) = await NewAsync();
        var (other, _) = await NewAsync();

        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => one.ReferralAsync()));

        Assert.Single(codes.Select(view => view.Code).Distinct());
        Assert.NotEqual(codes[0].Code, (await other.ReferralAsync()).Code);
    }

    [Fact]
    public async Task Nobody_comes_with_the_own_code_after_returning_with_the_same_number()
    {
        var (inviter, phone) = await NewAsync();
        var code = (await inviter.ReferralAsync()).Code;

        var returned = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), phone);
        await returned.RegisterAsync(referralCode: code.ToLowerInvariant());

        Assert.Equal(JoinResult.OwnNumber, (await returned.ReferralAsync()).Invitation!.Result);
        Assert.Empty((await inviter.ReferralAsync()).Friends);
    }

    /// <summary>A friend comes, buys, is settled, and a purchase is taken back late; what is left for both, in words.</summary>
    private async Task<string> RunStoryAsync()
    {
        var (inviter, _) = await NewAsync();
        var (friend, _) = await NewAsync((await inviter.ReferralAsync()).Code);
        var clickedAt = _programme.Now;
        await friend.ReportAsync(300, ReportedStatus.Created, clickedAt: clickedAt);
        await friend.ReportAsync(300, ReportedStatus.Confirmed, clickedAt: clickedAt);
        await friend.ReportAsync(50, ReportedStatus.Confirmed, "2", clickedAt);

        // What could not be outcome at once is outcome within minutes: still in this month.
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));
        await inviter.PassThe1stAsync();
        await friend.ReportAsync(300, ReportedStatus.Declined, clickedAt: clickedAt);
        await _programme.AdvanceAsync(TimeSpan.FromHours(1));
        await friend.ReportAsync(50, ReportedStatus.Declined, "2", clickedAt);
        await inviter.PassThe1stAsync();

        var referral = await inviter.ReferralAsync();
        var lines = (await inviter.HistoryAsync()).Select(line => $"{line.Type} {line.Bonuses} {line.Reason}");
        var friends = (await friend.HistoryAsync(type: "reward")).Select(line => $"friend {line.Bonuses}");
        return string.Join('\n',
            [.. lines.Order(), .. friends, (await inviter.BalanceAsync()).ToString(), (await friend.BalanceAsync()).ToString(),
             $"{referral.Earned} {referral.Friends.Single().RewardFromFriend}"]);
    }

    private async Task<(Story Story, string Phone)> NewAsync(string? code = null)
    {
        var phone = $"+7916{Interlocked.Increment(ref _phones):D7}";
        var story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), phone);
        await story.RegisterAsync(referralCode: code);
        return (story, phone);
    }
}
