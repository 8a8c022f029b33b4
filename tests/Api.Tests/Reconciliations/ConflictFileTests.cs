using Cashback.Networks;
using Cashback.Reconciliations;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Reconciliations;

/// <summary>The file of conflicts is whole, or nobody can take it for whole.</summary>
public sealed class ConflictFileTests
{
    private const int Pages = 3;

    [Fact]
    public async Task Outage_before_the_first_line_is_answered_503()
    {
        await using var api = await TestApi.StartAsync();
        var run = await RunAsync(api, Pages, counted: Pages);
        await api.RestartAsync();
        using var operations = api.Operator();
        api.Faults.FailReads(StateNames.ConflictPage, () => new TimeoutException("no answer"));

        Assert.Equal("503 store-unavailable", await operations.GetAsync(FileOf(run)).OutcomeAsync());

        api.Faults.FailReads(StateNames.ConflictPage, null);
        Assert.Equal(Pages * ReconciliationLimits.PageLength, (await LinesAsync(operations, run)).Count);
    }

    [Fact]
    public async Task Outage_in_the_middle_is_waited_for()
    {
        await using var api = await TestApi.StartAsync();
        var run = await RunAsync(api, Pages, counted: Pages);
        await api.RestartAsync();
        using var operations = api.Operator();
        var reads = 0;
        api.Faults.FailReads(StateNames.ConflictPage, () => Interlocked.Increment(ref reads) is 2 or 3 ? new TimeoutException("no answer") : null);

        Assert.Equal(Pages * ReconciliationLimits.PageLength, (await LinesAsync(operations, run)).Count);
        Assert.InRange(reads, Pages + 2, int.MaxValue);
    }

    [Fact]
    public async Task File_that_lacks_what_is_counted_does_not_end_as_if_it_were_whole()
    {
        await using var api = await TestApi.StartAsync();
        var run = await RunAsync(api, Pages, counted: Pages + 1);
        using var operations = api.Operator();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => LinesAsync(operations, run));
    }

    private static string FileOf(string run) => $"/ops/v1/reconciliations/{run}/conflicts.csv";

    private static async Task<IReadOnlyList<string>> LinesAsync(HttpClient operations, string run) =>
        [.. (await operations.GetStringAsync(FileOf(run))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    /// <summary>A run that listed so many pages of conflicts, and says that it listed as many as are counted.</summary>
    private static async Task<string> RunAsync(TestApi api, int pages, int counted)
    {
        var grains = api.Services.GetRequiredService<IGrainFactory>();
        var id = api.Services.GetRequiredService<IdSource>().Next();
        var run = grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(id));
        await run.StartAsync(new ReconciliationStart("admitad", NetworkChannels.Report, null, null, "test"));
        for (var page = 0; page < pages; page++)
        {
            await grains.GetGrain<IConflictPageGrain>(GrainKeys.ConflictPage(id, page)).PutAsync(
                [.. Enumerable.Range(0, ReconciliationLimits.PageLength).Select(line =>
                new Conflict { Line = (page * ReconciliationLimits.PageLength) + line, Reason = ConflictReasons.Missing, Detail = new(
                    "Missing.", "Нет.") })]);
        }

        await run.FinishAsync(
            ReconciliationState.Finished, ReconciliationProgress.None with { Conflicts = counted * ReconciliationLimits.PageLength }, null);
        return id;
    }
}
