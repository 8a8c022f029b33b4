using System.Security.Cryptography;
using Cashback.Storage;

namespace Cashback.Silo.Hosting;

/// <summary>Once a day, at an hour of its own, each silo sees to what has expired. That several do it harms nobody.</summary>
internal sealed partial class Housekeeping(
    ExpiredRecords expired,
    JournalArchive archive,
    StorageSettings settings,
    ProgrammeCalendar calendar,
    TimeProvider clock,
    ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(TimeSpan.FromMinutes(RandomNumberGenerator.GetInt32(5, 65)), TimeProvider.System, stoppingToken);
        using var timer = new PeriodicTimer(Day, TimeProvider.System);
        do
        {
            await RemoveAsync(stoppingToken);
            await ArchiveAsync(stoppingToken);
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

    private async Task ArchiveAsync(CancellationToken cancellation)
    {
        if (settings.ArchiveAfterMonths == 0)
        {
            return;
        }

        try
        {
            var month = calendar.MonthOf(clock.GetUtcNow());
            var before = new DateOnly(month.Year, month.Month, 1).AddMonths(-settings.ArchiveAfterMonths);
            LogArchived(await archive.MoveAsync(calendar.StartOf(before), cancellation), before);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogNotArchived(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Moved} changes from before {Day} were moved from the table Journal to JournalArchive.")]
    private partial void LogArchived(long moved, DateOnly day);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old changes could not be moved to JournalArchive; it is tried again tomorrow. Nothing else depends on it.")]
    private partial void LogNotArchived(Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Removed} expired sign-ins, kept answers, codes of fresh proofs, counts of wrong codes and of device sales, and numbers that never signed in were deleted.")]
    private partial void LogRemoved(long removed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired records could not be deleted; it is tried again tomorrow. Nothing else depends on it.")]
    private partial void LogFailed(Exception e);
}
