using System.Data.Common;
using System.Globalization;
using Cashback.Silo.Development;
using Cashback.Storage.Development;
using Cashback.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Support;

/// <summary>
/// Moves the clock of a programme on PostgreSQL as Development does on SQLite. In service nothing can: a cluster's processes
/// have the system's clock each. A test has one process, and reads all reminders after each tick: they are few.
/// </summary>
internal sealed class PostgresClock(AdjustableClock clock, DbDataSource database, TouchedSubscribers touched, IGrainFactory grains)
{
    private const int RoundsMax = 50;

    /// <summary>As in Development: what waits for something that does not happen is asked ever more rarely.</summary>
    private const int TicksAtFullRate = 6;

    private DateTime _handledUntil = clock.GetUtcNow().UtcDateTime;

    /// <summary>For a clock that outlives the host, as the one in the SQLite file does.</summary>
    public static void Add(IServiceCollection services, AdjustableClock clock)
    {
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(clock);
        services.AddSingleton<TouchedSubscribers>();
        services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<TouchedSubscribers>());
        services.AddSingleton<PostgresClock>();
    }

    /// <inheritdoc cref="ClockDriver.AdvanceAsync"/>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var target = clock.GetUtcNow() + by;
        var next = new Dictionary<Reminder, (DateTime At, int Count)>();
        await DrainTouchedAsync();
        await TickAllAsync(next, target);
        MoveTo(target);
        await DrainAsync((await ReadAsync()).Where(
            reminder => reminder.Name == Agenda.Outbox && TouchedSubscribers.IsSubscriber(reminder.Grain))
            .Select(reminder => reminder.Grain.Key.ToString()!));
        await DrainTouchedAsync();

        // What the outboxes started may have fallen due as well.
        await TickAllAsync(next, target);
        _handledUntil = target.UtcDateTime;
    }

    public void MoveTo(DateTimeOffset time)
    {
        if (time - clock.GetUtcNow() is var missing && missing > TimeSpan.Zero)
        {
            clock.Offset += missing;
        }
    }

    private async Task TickAllAsync(Dictionary<Reminder, (DateTime At, int Count)> next, DateTimeOffset target)
    {
        while (await NextAsync(next) is { } reminder && next[reminder] is var (at, count) && at <= target)
        {
            MoveTo(new(at, TimeSpan.Zero));
            _handledUntil = at;
            try
            {
                await grains.GetGrain<IRemindable>(reminder.Grain).ReceiveReminder(reminder.Name, new(reminder.Start, reminder.Period, at));
            }
            catch (Exception)
            {
                // It comes again by its period, as it would in real time.
            }

            await DrainTouchedAsync();
            next[reminder] = (at + reminder.Period * (1L << Math.Clamp(count - TicksAtFullRate, 0, 20)), count + 1);
        }
    }

    private async Task<Reminder?> NextAsync(Dictionary<Reminder, (DateTime At, int Count)> next)
    {
        var reminders = (await ReadAsync()).Where(reminder => reminder.Name != Agenda.Outbox).ToList();
        foreach (var reminder in reminders)
        {
            next.TryAdd(reminder, (FirstAfter(reminder, _handledUntil), 1));
        }

        return reminders.MinBy(reminder => (next[reminder].At, reminder.Grain.ToString(), reminder.Name));
    }

    private static DateTime FirstAfter(Reminder reminder, DateTime time) =>
        reminder.Start > time
            ? reminder.Start
            : reminder.Start + reminder.Period * ((time - reminder.Start).Ticks / reminder.Period.Ticks + 1);

    private async Task<List<Reminder>> ReadAsync()
    {
        await using var command = database.CreateCommand("SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable");
        await using var rows = await command.ExecuteReaderAsync();
        var reminders = new List<Reminder>();
        while (await rows.ReadAsync())
        {
            reminders.Add(new(
                GrainId.Parse(rows.GetString(0), CultureInfo.InvariantCulture),
                rows.GetString(1),
                rows.GetDateTime(2),
                TimeSpan.FromMilliseconds(rows.GetInt64(3)),
                rows.GetInt32(4)));
        }

        return reminders;
    }

    private async Task DrainTouchedAsync()
    {
        for (var round = 0; round < RoundsMax && touched.TakeAll() is { Count: > 0 } keys; round++)
        {
            await DrainAsync(keys);
        }
    }

    private Task DrainAsync(IEnumerable<string> subscribers) => Task.WhenAll(subscribers.Select(async key =>
    {
        try
        {
            await grains.GetGrain<ISubscriberOperationsGrain>(key).DrainOutboxAsync();
        }
        catch (Exception)
        {
            // What can't be delivered now stays.
        }
    }));
}
