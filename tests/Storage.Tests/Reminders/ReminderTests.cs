using Cashback.Support;

namespace Cashback.Storage.Tests.Reminders;

public sealed class ReminderTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private const int Far = 100_000;

    [Theory, CombinatorialDatabases]
    public async Task Registration_is_read_back_as_it_was_and_again_with_another_etag(Database database)
    {
        var (table, grain) = (stores.Reminders(database), stores.NewGrain());
        var start = DateTime.UtcNow.AddDays(14);
        var first = await table.UpsertRow(Entry(grain, "deadline", start, TimeSpan.FromHours(1)));

        var read = await table.ReadRow(grain, "deadline");
        var second = await table.UpsertRow(Entry(grain, "deadline", start.AddDays(1), TimeSpan.FromDays(40)));
        var again = (await table.ReadRows(grain)).Reminders;

        Assert.Equal(first, read!.ETag);
        Assert.Equal(start, read.StartAt, TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromHours(1), read.Period);
        Assert.NotEqual(first, second);
        Assert.Equal(TimeSpan.FromDays(40), Assert.Single(again).Period);
    }

    [Theory, CombinatorialDatabases]
    public async Task Removal_needs_the_current_etag(Database database)
    {
        var (table, grain) = (stores.Reminders(database), stores.NewGrain());
        var stale = await table.UpsertRow(Entry(grain, "deadline", DateTime.UtcNow, TimeSpan.FromHours(1)));
        var current = await table.UpsertRow(Entry(grain, "deadline", DateTime.UtcNow, TimeSpan.FromHours(1)));

        Assert.False(await table.RemoveRow(grain, "deadline", stale!));
        Assert.True(await table.RemoveRow(grain, "deadline", current!));
        Assert.False(await table.RemoveRow(grain, "deadline", current!));
        Assert.Null(await table.ReadRow(grain, "deadline"));
    }

    [Theory, CombinatorialDatabases]
    public async Task Refresh_reads_what_ticks_soon_and_none_of_100_000_far_ones(Database database)
    {
        await PlantFarAsync(database);
        var now = DateTime.UtcNow;
        var table = stores.Reminders(database);
        (string Name, TimeSpan Start, TimeSpan Period, bool Seen)[] cases =
        [
            ("due in a minute", TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), true),
            ("due at the window's end", TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), true),
            ("due beyond the window", TimeSpan.FromMinutes(20), TimeSpan.FromHours(1), false),
            ("ticked just now", TimeSpan.FromSeconds(-30), TimeSpan.FromHours(1), true),
            ("missed, its next tick in ten minutes", TimeSpan.FromMinutes(-50), TimeSpan.FromHours(1), true),
            ("missed for days, its next tick in ten minutes", TimeSpan.FromMinutes(-50 - 72 * 60), TimeSpan.FromHours(1), true),
            ("missed, its next tick in half an hour", TimeSpan.FromMinutes(-30), TimeSpan.FromHours(1), false),
            ("every five minutes for a year", TimeSpan.FromDays(-365), TimeSpan.FromMinutes(5), true),
        ];
        var grain = stores.NewGrain();
        foreach (var (name, start, period, _) in cases)
        {
            await table.UpsertRow(Entry(grain, name, now + start, period));
        }

        // A range and its complement are two different queries; together they are all there is.
        const uint Middle = 0x4000_0000;
        var rows = (await table.ReadRows(0, Middle)).Reminders.Concat((await table.ReadRows(Middle, 0)).Reminders).ToList();

        Assert.DoesNotContain(rows, row => row.ReminderName == "far");
        Assert.Equal(
            cases.Where(one => one.Seen).Select(one => one.Name).Order(StringComparer.Ordinal),
            rows.Where(row => row.GrainId == grain).Select(row => row.ReminderName).Order(StringComparer.Ordinal));
    }

    [Theory, CombinatorialDatabases]
    public async Task Full_range_and_parts_of_it_hold_each_reminder_once(Database database)
    {
        var table = stores.Reminders(database);
        var grains = Enumerable.Range(0, 50).Select(_ => stores.NewGrain()).ToHashSet();
        foreach (var grain in grains)
        {
            await table.UpsertRow(Entry(grain, "soon", DateTime.UtcNow.AddMinutes(2), TimeSpan.FromHours(1)));
        }

        uint[] bounds = [0, 0x3000_0000, 0x8000_0000, 0xC000_0000, 0];
        var parts = new List<ReminderEntry>();
        foreach (var (begin, end) in bounds.Zip(bounds.Skip(1)))
        {
            parts.AddRange((await table.ReadRows(begin, end)).Reminders);
        }

        Assert.Equal(grains.Count, parts.Count(row => grains.Contains(row.GrainId)));
        Assert.Equal(grains.Count, (await table.ReadRows(0, 0)).Reminders.Count(row => grains.Contains(row.GrainId)));
    }

    private static ReminderEntry Entry(GrainId grain, string name, DateTime start, TimeSpan period) =>
        new() { GrainId = grain, ReminderName = name, StartAt = start, Period = period };

    private async Task PlantFarAsync(Database database)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = database == Database.Postgres
            ? $"""
              INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
              SELECT '{StoreFixture.ServiceId}', 'order/order:far-' || n, 'far', now() + interval '14 days' + n * interval '1 second', 3600000, n * 20000, 0
              FROM generate_series(1, {Far}) n
              """
            : $"""
              WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Far})
              INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, StartMs, Period, GrainHash, Version)
              SELECT '{StoreFixture.ServiceId}', 'order/order:far-' || n, 'far', '2099-01-01 00:00:00', unixepoch('2099-01-01') * 1000, 3600000, n * 40000 - 2000000000, 0
              FROM numbers
              """;

        Assert.Equal(Far, await command.ExecuteNonQueryAsync());
    }
}
