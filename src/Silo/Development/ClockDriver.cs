using System.Globalization;
using Cashback.Receipts;
using Cashback.Runs;
using Cashback.Storage.Development;
using Cashback.Storage;
using Cashback.Subscribers;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Cashback.Silo.Development;

/// <summary>Moves the programme's clock and has everything that falls due on the way acted on, in the order of due times.</summary>
public sealed partial class ClockDriver : IDisposable
{
    /// <summary>Delivering one outbox can fill another; more rounds than this mean an endless loop.</summary>
    private const int RoundsMax = 50;

    private readonly AdjustableClock _clock;
    private readonly ProgrammeClock _programme;
    private readonly SqliteStore _store;
    private readonly TouchedSubscribers _touched;
    private readonly BackgroundRuns _background;
    private readonly IGrainFactory _grains;
    private readonly string _serviceId;
    private readonly ILogger<ClockDriver> _log;
    private readonly SemaphoreSlim _one = new(1, 1);
    private DateTime _handledUntil;

    internal ClockDriver(
        AdjustableClock clock,
        ProgrammeClock programme,
        SqliteStore store,
        TouchedSubscribers touched,
        BackgroundRuns background,
        IGrainFactory grains,
        IOptions<ClusterOptions> cluster,
        ILogger<ClockDriver> log)
    {
        (_clock, _programme, _store, _touched, _background, _grains, _log) = (clock, programme, store, touched, background, grains, log);
        _serviceId = cluster.Value.ServiceId;
        _handledUntil = clock.GetUtcNow().UtcDateTime;
    }

    /// <summary>
    /// Moves the clock by <paramref name="by"/> and returns when all reminders due until then have ticked at their own
    /// time and all outboxes are empty, or hold only what can't be delivered now. One at a time; a tick that fails is
    /// logged, and comes again by its period as it would in real time.
    /// </summary>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        await _one.WaitAsync(cancellation);
        try
        {
            // What was accepted before is acted on first, at the time at which it was accepted.
            await _background.WhenIdleAsync(cancellation);
            await DrainTouchedAsync(cancellation);
            var target = _clock.GetUtcNow() + by;
            var agenda = new Agenda(_store, _serviceId, _handledUntil, target.UtcDateTime);
            await TickAllAsync(agenda, cancellation);
            await _programme.MoveToAsync(target, cancellation);
            await DrainAsync(await ArmedOutboxesAsync(cancellation), cancellation);
            await DrainTouchedAsync(cancellation);

            // What the outboxes started may have fallen due as well.
            await TickAllAsync(agenda, cancellation);
            _handledUntil = target.UtcDateTime;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task TickAllAsync(Agenda agenda, CancellationToken cancellation)
    {
        while (await agenda.NextAsync(cancellation) is { } tick)
        {
            await _programme.MoveToAsync(new(tick.At, TimeSpan.Zero), cancellation);
            try
            {
                await _grains.GetGrain<IRemindable>(tick.Reminder.Grain)
                    .ReceiveReminder(tick.Reminder.Name, new(tick.Reminder.Start, tick.Reminder.Period, tick.At), cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogTickFailed(tick.Reminder.Name, e);
            }

            await DrainTouchedAsync(cancellation);
            agenda.Done(tick);
        }
    }

    private async Task DrainTouchedAsync(CancellationToken cancellation)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            var (receipts, subscribers) = (_touched.TakeReceipts(), _touched.TakeAll());
            if (receipts.Count + subscribers.Count == 0)
            {
                return;
            }

            await CheckAsync(receipts, cancellation);
            await DrainAsync(subscribers, cancellation);
        }
    }

    private Task CheckAsync(IEnumerable<string> receipts, CancellationToken cancellation) =>
        Parallel.ForEachAsync(receipts, cancellation, async (key, _) =>
        {
            try
            {
                await _grains.GetGrain<IReceiptGrain>(key).CheckAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogCheckFailed(e);
            }
        });

    private Task DrainAsync(IEnumerable<string> subscribers, CancellationToken cancellation) =>
        Parallel.ForEachAsync(subscribers, cancellation, async (key, _) =>
        {
            try
            {
                await _grains.GetGrain<ISubscriberOperationsGrain>(key).DrainOutboxAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogDrainFailed(e);
            }
        });

    /// <summary>Subscribers that hold, or may hold, undelivered effects, from before a restart too.</summary>
    private async Task<IReadOnlyList<string>> ArmedOutboxesAsync(CancellationToken cancellation)
    {
        await using var connection = await _store.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT GrainId FROM OrleansRemindersTable WHERE ReminderName = '{Agenda.Outbox}'";
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<string>();
        while (await rows.ReadAsync(cancellation))
        {
            var grain = GrainId.Parse(rows.GetString(0), CultureInfo.InvariantCulture);
            if (TouchedSubscribers.IsSubscriber(grain))
            {
                keys.Add(grain.Key.ToString()!);
            }
        }

        return keys;
    }

    [LoggerMessage(LogLevel.Warning, "The tick of a reminder '{Name}' failed.")]
    private partial void LogTickFailed(string name, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Checking a receipt failed.")]
    private partial void LogCheckFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Draining an outbox failed.")]
    private partial void LogDrainFailed(Exception exception);
}
