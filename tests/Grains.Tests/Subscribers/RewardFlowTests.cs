using Cashback.Purchases;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>Rewards outcome to the real grain, with a write that fails at every place.</summary>
public class RewardFlowTests : IAsyncLifetime
{
    private TestProgramme _programme = null!;
    private int _subscribers;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync(Database);

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Theory]
    [InlineData(StateNames.Subscriber, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Subscriber, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Reward, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Reward, FaultPoint.AfterCommit)]
    public async Task Reward_told_again_after_any_failure_counts_once(string state, FaultPoint point)
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
    public async Task Parallel_snapshots_of_one_reward_end_with_the_newest()
    {
        var story = await NewAsync();

        await Task.WhenAll(Enumerable.Range(1, 20).Reverse().Select(revision =>
            story.Events.RewardAsync(new RewardReport("r", RewardKind.Receipt, revision * 10, revision, "Shop"))));

        Assert.Equal(200, (await story.BalanceAsync()).AccruedThisMonth);
    }

    [Fact]
    public async Task Reward_of_one_who_never_registered_is_nobodys()
    {
        var nobody = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next());

        var verdict = await nobody.Events.RewardAsync(new RewardReport("r", RewardKind.Receipt, 10, 1, "Shop"));

        Assert.Equal((ReportResult.Unattributable, "unknown-subscriber"), (verdict.Result, verdict.Reason));
        Assert.Null(await nobody.Subscriber.GetAccountAsync());
    }

    /// <summary>A reward is earned, leaves the record with its month, is repeated late and taken back; what is left, in words.</summary>
    private async Task<string> RunStoryAsync()
    {
        var story = await NewAsync();
        await story.RewardAsync("r", 300, 1);
        await story.RewardAsync("other", 40, 1);
        await story.PassThe1stAsync();
        await story.RewardAsync("r", 300, 1);
        await story.RewardAsync("r", 100, 2);
        await story.PassThe1stAsync();
        await story.RewardAsync("r", 300, 1);
        await story.RewardAsync("r", 0, 3);
        var lines = (await story.HistoryAsync()).Select(line => $"{line.Type} {line.Bonuses} {line.BalanceAfter}");
        return string.Join('\n', [.. lines, (await story.BalanceAsync()).ToString()]);
    }

    private async Task<Story> NewAsync()
    {
        var story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), $"+7916{++_subscribers:D7}");
        await story.RegisterAsync();
        return story;
    }
}
