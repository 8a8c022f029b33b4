using Cashback.Purchases;
using Cashback.Support;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>Reports that arrive while a save is under way are decided on what it saves, and share the save after it.</summary>
public sealed class SharedSaveTests : IAsyncDisposable
{
    private const int Reports = 200;
    private TestProgramme programme = null!;
    private Story story = null!;

    public ValueTask DisposeAsync() => programme.DisposeAsync();

    [Fact]
    public async Task Reports_at_the_same_time_are_each_counted_once_in_few_saves()
    {
        await StartAsync();
        var before = programme.Faults.WritesOf(StateNames.Subscriber);

        // Each report twice, side by side.
        await Task.WhenAll(Enumerable.Range(0, 2 * Reports).Select(i => story.ReportAsync(20, ReportedStatus.Confirmed, $"{i / 2}")));

        Assert.Equal(20 * Reports, (await story.BalanceAsync()).AccruedThisMonth);
        Assert.InRange(programme.Faults.WritesOf(StateNames.Subscriber) - before, 2, Reports);
    }

    [Theory, InlineData(FaultPoint.BeforeCommit), InlineData(FaultPoint.AfterCommit)]
    public async Task Failed_save_fails_every_report_that_waits_for_it_and_repeating_counts_each_once(FaultPoint point)
    {
        await StartAsync();
        programme.Faults.FailWrite(StateNames.Subscriber, point, 2);

        var answers = Enumerable.Range(0, Reports).Select(i => story.ReportOnceAsync(20, ReportedStatus.Confirmed, $"{i}")).ToArray();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(answers));

        await Task.WhenAll(Enumerable.Range(0, Reports).Select(i => story.ReportAsync(20, ReportedStatus.Confirmed, $"{i}")));
        Assert.Equal(20 * Reports, (await story.BalanceAsync()).AccruedThisMonth);
    }

    private async Task StartAsync()
    {
        programme = await TestProgramme.StartAsync();
        story = new Story(programme, "01JDSHARED", "+79161230001");
        await story.RegisterAsync();
        await story.Operations.DrainOutboxAsync();
    }
}
