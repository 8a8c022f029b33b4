using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cashback.Reconciliations;

/// <summary>Has the statistics of a configured network fetched by itself, once the silo is up.</summary>
internal sealed partial class StatisticsSchedule(
    IEnumerable<INetworkStatistics> statistics, IGrainFactory grains, ILogger<StatisticsSchedule> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var network in statistics.Where(one => one.IsConfigured).Select(one => one.Network))
        {
            while (!await TryScheduleAsync(network))
            {
                await Task.Delay(Again, TimeProvider.System, stoppingToken);
            }
        }
    }

    private async Task<bool> TryScheduleAsync(string network)
    {
        try
        {
            await grains.GetGrain<IStatisticsPullGrain>(GrainKeys.StatisticsPull(network)).ScheduleAsync();
            return true;
        }
#pragma warning disable CA1031 // The silo may still be on its way up; it is tried until it works.
        catch (Exception e)
        {
            LogLater(e, network);
            return false;
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The statistics of {Network} can't be scheduled yet.")]
    private partial void LogLater(Exception e, string network);
}
