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

    public static TheoryData<string> AllLedgers() => [.. Ledgers.All];

    public static TheoryData<string, FaultPoint> Failures() =>
        [.. from ledger in Ledgers.All from point in Enum.GetValues<FaultPoint>() select (ledger, point)];

    [Theory, MemberData(nameof(AllLedgers))]
    public async Task Reports_at_the_same_time_are_each_counted_once_in_few_saves(string ledger)
    {
        await StartAsync(ledger);
        var before = programme.Faults.WritesOf(StateNames.Subscriber);

        // Each report twice, side by side.
        await Task.WhenAll(Enumerable.Range(0, 2 * Reports).Select(i => story.ReportAsync(20, ReportedStatus.Confirmed, $"{i / 2}")));

        Assert.Equal(20 * Reports, (await story.BalanceAsync()).AccruedThisMonth);
        Assert.InRange(programme.Faults.WritesOf(StateNames.Subscriber) - before, 2, Reports);
    }

    [Theory, MemberData(nameof(Failures))]
    public async Task Failed_save_fails_every_report_that_waits_for_it_and_repeating_counts_each_once(string ledger, FaultPoint point)
    {
        await StartAsync(ledger);
        programme.Faults.FailWrite(StateNames.Subscriber, point, 2);

        var answers = Enumerable.Range(0, Reports).Select(i => story.ReportOnceAsync(20, ReportedStatus.Confirmed, $"{i}")).ToArray();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(answers));

        await Task.WhenAll(Enumerable.Range(0, Reports).Select(i => story.ReportAsync(20, ReportedStatus.Confirmed, $"{i}")));
        Assert.Equal(20 * Reports, (await story.BalanceAsync()).AccruedThisMonth);
    }

    private async Task StartAsync(string ledger)
    {
        programme = await TestProgramme.StartAsync(settings: Ledgers.Setting(ledger));
        story = new Story(programme, "01JDSHARED", "+79161230001");
        await story.RegisterAsync();
        await story.Operations.DrainOutboxAsync();
    }
}
