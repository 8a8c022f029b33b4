using Cashback.Purchases;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>Insights over a history that has left the record by pages.</summary>
public sealed class InsightsFlowTests : IAsyncLifetime
{
    private TestProgramme programme = null!;

    public async ValueTask InitializeAsync() => programme = await TestProgramme.StartAsync();

    public ValueTask DisposeAsync() => programme.DisposeAsync();

    [Fact]
    public async Task Any_interval_of_a_long_history_is_summed_up_exactly()
    {
        var story = new Story(programme, programme.Services.GetRequiredService<IdSource>().Next());
        await story.RegisterAsync();
        var began = programme.Now;
        for (var month = 0; month < 4; month++)
        {
            for (var line = 0; line < 40; line++)
            {
                await story.ReportAsync(line + 1, line % 5 == 0 ? ReportedStatus.Declined : ReportedStatus.Confirmed, $"{month}-{line}");
            }

            await story.PassThe1stAsync();
        }

        var history = await story.HistoryAsync();
        Assert.True(history.Count > 20 * History.PageLength, $"{history.Count} lines");
        var moments = new[] { began.AddDays(-400), began, began.AddDays(20), began.AddDays(45), began.AddDays(70), programme.Now.AddDays(1) };
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
