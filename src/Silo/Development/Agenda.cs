using System.Data.Common;
using System.Globalization;
using Cashback.Storage;

namespace Cashback.Silo.Development;

/// <param name="Version">Changes with every registration of the reminder.</param>
internal sealed record Reminder(GrainId Grain, string Name, DateTime Start, TimeSpan Period, long Version);

/// <summary>One tick of a reminder.</summary>
/// <param name="Count">Which tick of this registration, since the agenda began; from 1.</param>
internal sealed record Tick(Reminder Reminder, DateTime At, int Count);

/// <summary>
/// The ticks of all reminders between two times, in their order, read from the reminders' table; what is registered,
/// changed or removed meanwhile is taken into account. The outboxes' own reminders are left out: the driver drains them.
/// </summary>
internal sealed class Agenda(SqliteStore store, string serviceId, DateTime after, DateTime until)
{
    public const string Outbox = "outbox";

    /// <summary>
    /// So many ticks of one registration come at their period; from then on the interval doubles. A reminder that waits
    /// for something that does not happen (hourly for months) ticks a handful of times and not thousands.
    /// </summary>
    private const int TicksAtFullRate = 6;

    private readonly PriorityQueue<Tick, (DateTime, string, string)> _ticks = new();
    private DateTime _passed = after;
    private long _seen;

    public async Task<Tick?> NextAsync(CancellationToken cancellation)
    {
        await ReadChangesAsync(cancellation);
        while (_ticks.TryDequeue(out var tick, out _))
        {
            if (await IsCurrentAsync(tick.Reminder, cancellation))
            {
                _passed = tick.At;
                return tick;
            }
        }

        return null;
    }

    /// <summary>After a tick: the reminder's next one, unless it was removed or registered anew.</summary>
    public void Done(Tick tick)
    {
        var periods = 1L << Math.Clamp(tick.Count - TicksAtFullRate, 0, 40);
        var left = (until - tick.At).Ticks / tick.Reminder.Period.Ticks;
        if (periods <= left)
        {
            Enqueue(new(tick.Reminder, tick.At + tick.Reminder.Period * periods, tick.Count + 1));
        }
    }

    private async Task ReadChangesAsync(CancellationToken cancellation)
    {
        await using var connection = await store.OpenConnectionAsync(cancellation);
        await using var command = Command(
            connection,
            """
            SELECT GrainId, ReminderName, StartTime, Period, Version, Change FROM OrleansRemindersTable
            WHERE ServiceId = @service AND Change > @seen AND StartMs <= @until
            """,
            ("service", serviceId), ("seen", _seen), ("until", new DateTimeOffset(until, TimeSpan.Zero).ToUnixTimeMilliseconds() + 1));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            _seen = Math.Max(_seen, rows.GetInt64(5));
            var reminder = new Reminder(
                GrainId.Parse(rows.GetString(0), CultureInfo.InvariantCulture),
                rows.GetString(1),
                DateTime.SpecifyKind(rows.GetDateTime(2), DateTimeKind.Utc),
                TimeSpan.FromMilliseconds(rows.GetInt64(3)),
                rows.GetInt64(4));
            if (reminder.Name != Outbox && FirstAfter(reminder, _passed) is var at && at <= until)
            {
                Enqueue(new(reminder, at, 1));
            }
        }
    }

    private void Enqueue(Tick tick) => _ticks.Enqueue(tick, (tick.At, tick.Reminder.Grain.ToString(), tick.Reminder.Name));

    private static DateTime FirstAfter(Reminder reminder, DateTime time) =>
        reminder.Start > time
            ? reminder.Start
            : reminder.Start + reminder.Period * ((time - reminder.Start).Ticks / reminder.Period.Ticks + 1);

    private async Task<bool> IsCurrentAsync(Reminder reminder, CancellationToken cancellation)
    {
        await using var connection = await store.OpenConnectionAsync(cancellation);
        await using var command = Command(
            connection,
            "SELECT 1 FROM OrleansRemindersTable WHERE ServiceId = @service AND GrainId = @grain AND ReminderName = @name AND Version = @version",
            ("service", serviceId), ("grain", reminder.Grain.ToString()), ("name", reminder.Name), ("version", reminder.Version));
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
