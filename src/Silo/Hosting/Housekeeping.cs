using System.Security.Cryptography;
using Cashback.Storage;

namespace Cashback.Silo.Hosting;

/// <summary>Once a day, at an hour of its own, each silo sees to what has expired. That several do it harms nobody.</summary>
internal sealed partial class Housekeeping(ExpiredRecords expired, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(TimeSpan.FromMinutes(RandomNumberGenerator.GetInt32(5, 65)), TimeProvider.System, stoppingToken);
        using var timer = new PeriodicTimer(Day, TimeProvider.System);
        do
        {
            await RemoveAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RemoveAsync(CancellationToken cancellation)
    {
        try
        {
            LogRemoved(await expired.RemoveAsync(cancellation));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Removed} expired sign-ins, kept answers, codes of fresh proofs, counts of wrong codes and of device sales, and numbers that never signed in were deleted.")]
    private partial void LogRemoved(long removed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired records could not be deleted; it is tried again tomorrow. Nothing else depends on it.")]
    private partial void LogFailed(Exception e);
}
