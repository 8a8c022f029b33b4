using Cashback.Purchases;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>Insights over a history that is longer than what the record holds of it.</summary>
public sealed class InsightsFlowTests : IAsyncLifetime
{
    private TestProgramme _programme = null!;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync();

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Sums_are_right_after_a_thousand_visits()
    {
        var story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next());
        await story.RegisterAsync();
        await story.ReportAsync(10, ReportedStatus.Confirmed, "first");
        foreach (var store in Enumerable.Range(0, 1_000))
        {
            await story.Partner.VisitStoreAsync(new StoreVisit($"shop-{store}", "Shop", Rate.OfPercent(5)));
        }

        await story.ReportAsync(20, ReportedStatus.Confirmed, "last");
        var cells = (await story.Subscriber.GetInsightsAsync(_programme.Now.AddDays(-1), _programme.Now.AddDays(1)))!;

        Assert.Equal(30, cells.Sum(cell => cell.Bonuses));
    }

    [Fact]
    public async Task Any_interval_of_a_long_history_is_summed_up_exactly()
    {
        var story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next());
        await story.RegisterAsync();
        var began = _programme.Now;
        for (var month = 0; month < 4; month++)
        {
            for (var line = 0; line < 40; line++)
            {
                await story.ReportAsync(line + 1, line % 5 == 0 ? ReportedStatus.Declined : ReportedStatus.Confirmed, $"{month}-{line}");
            }

            await story.PassThe1stAsync();
        }

        var history = await story.HistoryAsync();
        Assert.True(history.Count > 20 * History.KeptMax, $"{history.Count} lines");
        var moments =
            new[] { began.AddDays(-400), began, began.AddDays(20), began.AddDays(45), began.AddDays(70), _programme.Now.AddDays(1) };
        foreach (var (from, to) in moments.SelectMany(from => moments.Where(to => to > from).Select(to => (from, to))))
        {
            var lines = history.Where(line => line.At >= from && line.At < to).ToList();
            var cells = (await story.Subscriber.GetInsightsAsync(from, to))!;

            Assert.Equal(lines.Sum(line => line.Bonuses ?? 0), cells.Sum(cell => cell.Bonuses));
            Assert.Equal(lines.Sum(line => line.Spent ?? 0), cells.Sum(cell => cell.Spent));
            Assert.Equal(
                lines.Where(line => line.Type == "payout").Sum(line => line.Bonuses ?? 0),
                cells.Where(cell => cell.Type == "payout").Sum(cell => cell.Bonuses));
        }
    }
}
