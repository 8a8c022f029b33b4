using Cashback.Purchases;
using Cashback.Support;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>Reports that arrive while a save is under way are decided on what it saves, and share the save after it.</summary>
public sealed class SharedSaveTests : IAsyncDisposable
{
    private const int Reports = 200;
    private TestProgramme _programme = null!;
    private Story _story = null!;

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Reports_at_the_same_time_are_each_counted_once_in_few_saves()
    {
        await StartAsync();
        var before = _programme.Faults.WritesOf(StateNames.Subscriber);

        // Each report twice, side by side.
        await Task.WhenAll(Enumerable.Range(0, 2 * Reports).Select(i => _story.ReportAsync(20, ReportedStatus.Confirmed, $"{i / 2}")));

        Assert.Equal(20 * Reports, (await _story.BalanceAsync()).AccruedThisMonth);
        Assert.InRange(_programme.Faults.WritesOf(StateNames.Subscriber) - before, 2, Reports);
    }

    [Theory, InlineData(FaultPoint.BeforeCommit), InlineData(FaultPoint.AfterCommit)]
    public async Task Failed_save_fails_every_report_that_waits_for_it_and_repeating_counts_each_once(FaultPoint point)
    {
        await StartAsync();
        _programme.Faults.FailWrite(StateNames.Subscriber, point, 2);

        var answers = Enumerable.Range(0, Reports).Select(i => _story.ReportOnceAsync(20, ReportedStatus.Confirmed, $"{i}")).ToArray();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(answers));

        await Task.WhenAll(Enumerable.Range(0, Reports).Select(i => _story.ReportAsync(20, ReportedStatus.Confirmed, $"{i}")));
        Assert.Equal(20 * Reports, (await _story.BalanceAsync()).AccruedThisMonth);
    }

    private async Task StartAsync()
    {
        _programme = await TestProgramme.StartAsync();
        _story = new Story(_programme, "01JDSHARED", "+79161230001");
        await _story.RegisterAsync();
        await _story.Operations.DrainOutboxAsync();
    }
}
