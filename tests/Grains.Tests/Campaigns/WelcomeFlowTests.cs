using Cashback.Campaigns;
using Cashback.Grains.Tests.Subscribers;
using Cashback.Purchases;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Campaigns;

/// <summary>The welcome promotion among the real grains: its budget is never exceeded, whoever comes at the same moment.</summary>
public class WelcomeFlowTests : IAsyncLifetime
{
    private const long Reward = 1_350;
    private TestProgramme _programme = null!;
    private int _phones;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync(Database);

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Budget_is_never_exceeded_by_subscribers_who_come_at_the_same_moment()
    {
        await PutAsync("hello", 7 * Reward + 1_000);
        var stories = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => NewAsync()));

        await Task.WhenAll(stories.Select(story => story.ReportAsync(5, ReportedStatus.Confirmed, clickedAt: _programme.Now)));
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        var balances = await Task.WhenAll(stories.Select(story => story.BalanceAsync()));
        Assert.Equal(7, balances.Count(balance => balance.AccruedThisMonth == Reward + 5));
        Assert.Equal(33, balances.Count(balance => balance.AccruedThisMonth == 5));
        Assert.Equal(7 * Reward, await ReservedAsync("hello"));

        // What is given back is there for the next one.
        var lucky = stories[Array.FindIndex(balances, balance => balance.AccruedThisMonth > 5)];
        await lucky.ReportAsync(5, ReportedStatus.Declined);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal((0, 6 * Reward), ((await lucky.BalanceAsync()).AccruedThisMonth, await ReservedAsync("hello")));
        var late = await NewAsync();
        await late.ReportAsync(5, ReportedStatus.Confirmed, clickedAt: _programme.Now);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(Reward + 5, (await late.BalanceAsync()).AccruedThisMonth);
    }

    public static TheoryData<string, FaultPoint> Writes() =>
    [
        .. from state in (string[])[StateNames.Subscriber, StateNames.WelcomeClaims, StateNames.WelcomeBudget]
           from point in Enum.GetValues<FaultPoint>()
           select (state, point),
    ];

    [Theory, MemberData(nameof(Writes))]
    public async Task Reward_and_budget_end_the_same_whichever_write_fails(string state, FaultPoint point)
    {
        var undisturbed = await RunStoryAsync("undisturbed");
        var faults = 0;
        while (true)
        {
            _programme.Faults.FailWrite(state, point, faults + 1);
            var outcome = await RunStoryAsync($"fault-{faults}");
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
    public async Task Number_that_left_and_returned_does_not_get_it_again()
    {
        await PutAsync("hello", 100 * Reward);
        var first = await NewAsync();
        await first.ReportAsync(5, ReportedStatus.Confirmed, clickedAt: _programme.Now);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        var returned = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), Phone(_phones));
        await returned.RegisterAsync();
        await returned.ReportAsync(5, ReportedStatus.Confirmed, clickedAt: _programme.Now);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(Reward + 5, (await first.BalanceAsync()).AccruedThisMonth);
        Assert.Equal(5, (await returned.BalanceAsync()).AccruedThisMonth);
        Assert.Contains(await returned.HistoryAsync(type: "reward"), line => line.Reason == "This number has had the reward before");
    }

    /// <summary>
    /// Granted, settled, reversed a month later, and earned anew; what is left, in words. The campaign is the story's own.
    /// </summary>
    private async Task<string> RunStoryAsync(string campaign)
    {
        await PutAsync(campaign, Reward);
        var story = await NewAsync();
        var clickedAt = _programme.Now;
        await story.ReportAsync(5, ReportedStatus.Confirmed, clickedAt: clickedAt);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));
        var granted = await ReservedAsync(campaign);
        await story.PassThe1stAsync();
        await story.ReportAsync(5, ReportedStatus.Declined, clickedAt: clickedAt);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));
        var released = await ReservedAsync(campaign);
        await story.ReportAsync(9, ReportedStatus.Confirmed, "2", clickedAt);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        // Other stories must not claim it.
        await _programme.Grains.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns).EndAsync(campaign);
        var rewards = (await story.HistoryAsync(type: "reward")).Select(line => $"{line.Bonuses}");
        return string.Join('\n', [.. rewards, (await story.BalanceAsync()).ToString(), $"{granted} {released} {await ReservedAsync(campaign)}"]);
    }

    private async Task PutAsync(string campaign, long budget) => Assert.True(
        (await _programme.Grains.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns)
            .PutAsync(new CampaignDraft(campaign, "Hello", null, null, Welcome: new WelcomeTerms(20, Reward, budget)))).Accepted);

    private Task<long> ReservedAsync(string campaign) =>
        _programme.Grains.GetGrain<IWelcomeBudgetGrain>(GrainKeys.WelcomeBudget(campaign)).GetReservedAsync();

    private async Task<Story> NewAsync()
    {
        var story = new Story(
            _programme, _programme.Services.GetRequiredService<IdSource>().Next(), Phone(Interlocked.Increment(ref _phones)));
        await story.RegisterAsync();
        return story;
    }

    private static string Phone(int number) => $"+7916{number:D7}";
}
