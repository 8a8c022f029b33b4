using System.Collections.Immutable;
using Cashback.Quarantine;
using Cashback.Support;
using Orleans.Storage;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>Joined writes are committed with their save, or not at all.</summary>
public sealed class JoinedWriteTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private const string Name = StateNames.Quarantine;
    private const string Deadline = "deadline";

    private static readonly DateTimeOffset InAWeek = DateTimeOffset.UtcNow.AddDays(7);

    [Theory, CombinatorialDatabases]
    public async Task Joined_writes_are_there_with_the_save(Database database)
    {
        var (parent, child) = (stores.NewGrain(), stores.NewGrain());

        await Storage(database).WriteStateAsync(Name, parent, WithJoined("parent", null, [(child, "child")], [Reminder(child)]));

        Assert.Equal("parent", await ReadAsync(database, parent));
        Assert.Equal("child", await ReadAsync(database, child));
        Assert.Equal(
            InAWeek.UtcDateTime, (await stores.Reminders(database).ReadRow(child, Deadline))!.StartAt, TimeSpan.FromMilliseconds(1));
    }

    [Theory, CombinatorialDatabases]
    public async Task Joined_record_is_a_first_write_like_any_other(Database database)
    {
        var (parent, child) = (stores.NewGrain(), stores.NewGrain());
        await Storage(database).WriteStateAsync(Name, parent, WithJoined("parent", null, [(child, "child")], []));
        var state = State("");
        await Storage(database).ReadStateAsync(Name, child, state);
        state.State = new() { Record = Entry("grown") };

        await Storage(database).WriteStateAsync(Name, child, state);

        Assert.Equal("grown", await ReadAsync(database, child));
    }

    [Theory, CombinatorialDatabases]
    public async Task Joined_write_over_a_record_saves_nothing_and_names_it(Database database)
    {
        var (parent, child, taken) = (stores.NewGrain(), stores.NewGrain(), stores.NewGrain());
        var storage = Storage(database);
        var saved = State("parent");
        await storage.WriteStateAsync(Name, parent, saved);
        await storage.WriteStateAsync(Name, taken, State("taken"));

        var refused = await Assert.ThrowsAsync<RecordExistsException>(() => storage.WriteStateAsync(
            Name, parent, WithJoined("changed", saved.ETag, [(child, "child"), (taken, "mine")], [Reminder(child)])));

        Assert.Equal([taken], refused.Existing);
        Assert.Equal("parent", await ReadAsync(database, parent));
        Assert.Equal("taken", await ReadAsync(database, taken));
        Assert.Null(await ReadAsync(database, child));
        Assert.Null(await stores.Reminders(database).ReadRow(child, Deadline));

        // The version is unchanged: without the joined record the same save succeeds.
        await storage.WriteStateAsync(Name, parent, State("changed", saved.ETag));
    }

    [Theory, CombinatorialDatabases]
    public async Task Version_conflict_leaves_no_joined_writes(Database database)
    {
        var (parent, child, other) = (stores.NewGrain(), stores.NewGrain(), stores.NewGrain());
        var storage = Storage(database);
        var saved = State("first");
        await storage.WriteStateAsync(Name, parent, saved);
        var stale = saved.ETag;
        await storage.WriteStateAsync(Name, parent, saved);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(
            Name, parent, WithJoined("stale", stale, [(child, "child")], [Reminder(child)])));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(
            Name, parent, WithJoined("first again", null, [(child, "child"), (other, "other")], [Reminder(child)])));

        Assert.Equal("first", await ReadAsync(database, parent));
        Assert.Null(await ReadAsync(database, child));
        Assert.Null(await ReadAsync(database, other));
        Assert.Null(await stores.Reminders(database).ReadRow(child, Deadline));
    }

    [Theory, CombinatorialDatabases]
    public async Task Reminder_of_a_save_is_the_row_that_Orleans_would_have_written(Database database)
    {
        var (parent, child) = (stores.NewGrain(), stores.NewGrain());
        var table = stores.Reminders(database);
        var entry =
            new ReminderEntry { GrainId = child, ReminderName = Deadline, StartAt = InAWeek.UtcDateTime, Period = TimeSpan.FromHours(1) };
        await table.UpsertRow(entry);
        var registered = await RowAsync(database, child);
        await table.RemoveRow(child, Deadline, (await table.ReadRow(child, Deadline))!.ETag!);
        var state = WithJoined("set", null, [], [Reminder(child)]);

        await Storage(database).WriteStateAsync(Name, parent, state);
        var born = await RowAsync(database, child);
        await Storage(database).WriteStateAsync(Name, parent, WithJoined("set again", state.ETag, [], [Reminder(child)]));
        var again = await table.ReadRow(child, Deadline);

        Assert.Equal(registered, born);
        Assert.Equal("1", again!.ETag);
    }

    [Theory, CombinatorialDatabases]
    public async Task Of_two_changes_of_one_reminder_in_a_save_the_last_counts_and_removing_none_is_fine(Database database)
    {
        var (parent, child) = (stores.NewGrain(), stores.NewGrain());
        var removal = new ReminderChange(child, Deadline, null, default);
        var state = WithJoined("none there", null, [], [removal]);
        await Storage(database).WriteStateAsync(Name, parent, state);

        state = WithJoined("set", state.ETag, [], [removal, Reminder(child)]);
        await Storage(database).WriteStateAsync(Name, parent, state);
        Assert.NotNull(await stores.Reminders(database).ReadRow(child, Deadline));

        await Storage(database).WriteStateAsync(Name, parent, WithJoined("removed", state.ETag, [], [Reminder(child), removal]));
        Assert.Null(await stores.Reminders(database).ReadRow(child, Deadline));
    }

    private IGrainStorage Storage(Database database) => stores.Storage(database, Provider.Ledger);

    private Task<string?> ReadAsync(Database database, GrainId grain) => stores.ReadReasonAsync(database, Provider.Ledger, grain);

    private async Task<string> RowAsync(Database database, GrainId grain)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM OrleansRemindersTable WHERE GrainId = '{grain}'";
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());

        // The running number of all changes differs each time.
        return string.Join('|', Enumerable.Range(0, row.FieldCount).Where(n => row.GetName(n) != "Change").Select(n => $"{row.GetName(n)}={Text(row.GetValue(n))}"));
    }

    private static string Text(object value) =>
        value is DateTime time ? time.ToString("O") : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    private static ReminderChange Reminder(GrainId grain) => new(grain, Deadline, InAWeek, TimeSpan.FromHours(1));

    private static GrainState<Stored<QuarantineEntry>> WithJoined(
        string reason, string? etag, (GrainId Grain, string Reason)[] children, ImmutableArray<ReminderChange> reminders)
    {
        var state = State(reason, etag);
        state.State!.JoinedWrites = new(
            [.. children.Select(child => new NewRecord(Name, child.Grain, new Stored<QuarantineEntry> { Record = Entry(child.Reason) }))],
            reminders);
        return state;
    }
}
