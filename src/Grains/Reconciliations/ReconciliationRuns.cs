using Cashback.Networks;
using Cashback.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Reconciliations;

/// <summary>Starts runs over reports and statistics in the background of this process.</summary>
public sealed class ReconciliationRuns(
    IGrainFactory grains, IdSource ids, BackgroundRuns background, IEnumerable<INetworkStatistics> statistics, IServiceProvider services)
    : IStatisticsRuns, IReconciliationRuns
{
    /// <summary>Runs of this process at a time: postbacks go first.</summary>
    public const int AtATime = 2;

    public INetworkStatistics? Find(string network) => statistics.FirstOrDefault(one => one.Network == network && one.IsConfigured);

    public async Task<Outcome<string>> StartAsync(ReconciliationStart start, IReportSource source) =>
        await BeginAsync(start, source) is var begun && begun.Value is { } view ? view.Id : begun.Rejection!;

    public async Task<Outcome<ReconciliationView>> BeginAsync(
        ReconciliationStart start, IReportSource source, DateTimeOffset? receivedAt = null)
    {
        if (!background.TryTakePlace(ReconciliationJob.GroupName, AtATime))
        {
            await source.DisposeAsync();
            return new Rejection("too-many-reconciliations", new(
                $"{AtATime} runs are under way in this process; wait for one to end.",
                $"В этом процессе уже идут сверки: {AtATime}; дождитесь окончания одной из них."));
        }

        try
        {
            if (await grains.GetGrain<INetworkGrain>(GrainKeys.Network(start.Network)).GetAsync() is not { } network)
            {
                await GiveUpAsync(source);
                return new Rejection("not-found", new("There is no such network.", "Такой сети нет."), RejectionKind.NotFound);
            }

            var run = await grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(ids.Next())).StartAsync(start);
            background.Start(ActivatorUtilities.CreateInstance<ReconciliationJob>(
                services, new ReceivedReport(run, network.Description, source, receivedAt ?? run.StartedAt)));
            return run;
        }
        catch
        {
            await GiveUpAsync(source);
            throw;
        }
    }

    private ValueTask GiveUpAsync(IReportSource source)
    {
        background.GivePlaceBack(ReconciliationJob.GroupName);
        return source.DisposeAsync();
    }
}
