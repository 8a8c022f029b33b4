using System.Text.Json;
using Cashback.Programme;
using Cashback.Queries;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>A journaled record: each save appends what changed, the whole is written now and then, and both are read as one.</summary>
public sealed class JournalTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private static readonly ProgrammeRules Rules = ProgrammeRules.From(new ProgrammeSettings());
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static int _subscribers;

    [Theory, CombinatorialDatabases]
    public async Task Saves_append_changes_and_a_snapshot_is_written_now_and_then(Database database)
    {
        var (grain, state) = await RegisterAsync(database);
        for (var n = 1; n <= 40; n++)
        {
            await WriteAsync(database, grain, state, Named(state, n));
        }

        var (snapshot, changes) = await RowsAsync(database, grain);
        Assert.Equal("41", state.ETag);
        Assert.Equal(Enumerable.Range(1, 41), changes);
        Assert.InRange(41 - snapshot, 0, 15);
        var read = await ReadAsync(database, grain);
        Assert.Equal(("41", Named(state, 40).Email, 41L), (read.ETag, read.State!.Record!.Email, read.State!.Record.History.LastSequence));
    }

    [Theory, CombinatorialDatabases]
    public async Task Of_two_activations_only_one_appends(Database database)
    {
        var (grain, state) = await RegisterAsync(database);
        var other = await ReadAsync(database, grain);

        await WriteAsync(database, grain, state, Named(state, 1));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(database, grain, other, Named(other, 2)));
        await WriteAsync(database, grain, state, Named(state, 3));

        Assert.Equal([1, 2, 3], (await RowsAsync(database, grain)).Changes);
        Assert.Equal("3@example.ru", (await ReadAsync(database, grain)).State!.Record!.Email);
    }

    [Theory, CombinatorialDatabases]
    public async Task Activation_that_remembers_more_than_a_restored_database_is_refused(Database database)
    {
        var (grain, state) = await RegisterAsync(database);
        await WriteAsync(database, grain, state, Named(state, 1));
        await WriteAsync(database, grain, state, Named(state, 2));
        await ChangeAsync(database, $"DELETE FROM Journal WHERE GrainKey = '{grain.Key}' AND Version = 3");

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(database, grain, state, Named(state, 3)));

        Assert.Equal([1, 2], (await RowsAsync(database, grain)).Changes);
        Assert.Equal("1@example.ru", (await ReadAsync(database, grain)).State!.Record!.Email);
    }

    [Theory, CombinatorialDatabases]
    public async Task Damaged_foreign_or_missing_change_is_refused_with_the_record_s_name(Database database)
    {
        string[] damages =
        [
            "UPDATE Journal SET Payload = CAST('{\"email' AS {bytes}) WHERE GrainKey = '{key}' AND Version = 3",
            "UPDATE Journal SET Payload = CAST('{\"purses\":{\"available\":1}}' AS {bytes}) WHERE GrainKey = '{key}' AND Version = 3",
            "DELETE FROM Journal WHERE GrainKey = '{key}' AND Version = 2",
        ];
        foreach (var damage in damages)
        {
            var (grain, state) = await RegisterAsync(database);
            await WriteAsync(database, grain, state, Named(state, 1));
            await WriteAsync(database, grain, state, Named(state, 2));
            await ChangeAsync(
                database,
                damage.Replace("{key}", grain.Key.ToString(), StringComparison.Ordinal)
                    .Replace("{bytes}", database == Database.Postgres ? "bytea" : "BLOB", StringComparison.Ordinal));

            var error = await Assert.ThrowsAsync<OrleansException>(() => ReadAsync(database, grain));
            Assert.Contains(grain.ToString(), error.Message, StringComparison.Ordinal);
            var streaming = await Assert.ThrowsAsync<JsonException>(() => EmailsAsync(database));
            Assert.Contains(grain.Key.ToString()!, streaming.Message, StringComparison.Ordinal);
            await ChangeAsync(database, $"DELETE FROM Ledger WHERE GrainKey = '{grain.Key}'");
        }
    }

    [Theory, CombinatorialDatabases]
    public async Task What_operations_find_a_record_by_is_never_behind(Database database)
    {
        var (grain, state) = await RegisterAsync(database);
        var queries = stores.Services(database).GetRequiredService<IRecordQueries>();
        var month = state.State!.Record!.Accrual.Month;

        await WriteAsync(
            database, grain, state,
            state.State!.Record! with { Balance = state.State!.Record.Balance with { Available = 5, TotalCredited = 5 } });
        Assert.Contains(grain.Key.ToString(), await queries.ListUnsettledAsync(month, null, 10_000, CancellationToken.None));

        await WriteAsync(
            database, grain, state,
            state.State!.Record! with { Balance = state.State!.Record.Balance with { Available = 0, TotalPaid = 5 } });
        Assert.DoesNotContain(grain.Key.ToString(), await queries.ListUnsettledAsync(month, null, 10_000, CancellationToken.None));
    }

    [Theory, CombinatorialDatabases]
    public async Task All_records_are_streamed_with_their_changes(Database database)
    {
        var (grain, state) = await RegisterAsync(database);
        var (untouched, _) = await RegisterAsync(database);
        for (var n = 1; n <= 3; n++)
        {
            await WriteAsync(database, grain, state, Named(state, n));
        }

        var found = await EmailsAsync(database);
        Assert.Equal("3@example.ru", found[grain.Key.ToString()!]);
        Assert.Null(found[untouched.Key.ToString()!]);
    }

    [Theory, CombinatorialDatabases]
    public async Task Old_changes_move_to_the_archive_and_are_read_from_there_as_before(Database database)
    {
        var (grain, state) = await RegisterAsync(database);
        var start = await stores.CountAsync(database, $"SELECT Position - 1 FROM Journal WHERE GrainKey = '{grain.Key}'");
        for (var n = 1; n <= 40; n++)
        {
            await WriteAsync(database, grain, state, Named(state, n));
        }

        var (archive, later) = (new JournalArchive(stores.Source(database)), DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal(0, await archive.MoveAsync(later.AddDays(-10), CancellationToken.None));
        await archive.MoveAsync(later, CancellationToken.None);

        var (snapshot, changes) = await RowsAsync(database, grain);
        Assert.Equal(Enumerable.Range(snapshot + 1, 41 - snapshot), changes);
        await WriteAsync(database, grain, state, Named(state, 41));
        Assert.Equal("41@example.ru", (await ReadAsync(database, grain)).State!.Record!.Email);
        Assert.Equal("41@example.ru", (await EmailsAsync(database))[grain.Key.ToString()!]);
        var (back, journal) = (new List<int>(), stores.Services(database).GetRequiredService<IRecordJournal>());
        await foreach (var (version, _) in journal.ReadBackAsync<SubscriberChange>(grain.Key.ToString()!))
        {
            back.Add(version);
        }

        Assert.Equal(Enumerable.Range(1, 42).Reverse(), back);
        var page = (await stores.Services(database).GetRequiredService<IJournalQueries>().ReadAsync(start, 1_000, CancellationToken.None))!;
        Assert.Equal(
            Enumerable.Range(1, 42),
            page.Entries.Where(entry => GrainKeys.Subscriber(entry.SubscriberId) == grain.Key.ToString()).Select(entry => entry.Version));
        await archive.MoveAsync(later, CancellationToken.None);
        Assert.Equal("41@example.ru", (await ReadAsync(database, grain)).State!.Record!.Email);
    }

    [Theory, CombinatorialDatabases]
    public async Task What_happened_is_never_cleared(Database database)
    {
        var (grain, state) = await RegisterAsync(database);
        await Assert.ThrowsAsync<NotSupportedException>(() => Storage(database).ClearStateAsync(StateNames.Subscriber, grain, state));
        Assert.NotNull((await ReadAsync(database, grain)).State!.Record);
    }

    [Theory, CombinatorialDatabases]
    public async Task Order_of_all_changes_has_each_save_with_its_lines_from_the_first_on(Database database)
    {
        var start = await stores.CountAsync(database, "SELECT coalesce(max(Position), 0) FROM Journal");
        var (one, state) = await RegisterAsync(database);
        await WriteAsync(database, one, state, Named(state, 1));
        var (other, _) = await RegisterAsync(database);
        await WriteAsync(database, one, state, Named(state, 2));
        await WriteAsync(database, one, state, state.State!.Record! with { Email = "without@example.ru" });

        var queries = stores.Services(database).GetRequiredService<IJournalQueries>();
        var page = (await queries.ReadAsync(start, 3, CancellationToken.None))!;
        var rest = (await queries.ReadAsync(page.Next, 3, CancellationToken.None))!;

        Assert.Equal(3, page.Entries.Count);
        Assert.Equal(
            [$"{one.Key} 1: registered", $"{one.Key} 2: note 1", $"{other.Key} 1: registered", $"{one.Key} 3: note 2", $"{one.Key} 4: "],
            page.Entries.Concat(rest.Entries).Select(entry =>
                $"{GrainKeys.Subscriber(entry.SubscriberId)} {entry.Version}: "
                + string.Join(", ", entry.Lines.Select(line => line.Type == "note" ? $"note {line.Title}" : line.Type))));
        Assert.Equal(rest.Next, (await queries.ReadAsync(rest.Next, 3, CancellationToken.None))!.Next);
        var now = DateTimeOffset.UtcNow;
        Assert.All(page.Entries, entry => Assert.InRange(entry.SavedAt, now.AddHours(-1), now.AddHours(1)));
    }

    [Theory, CombinatorialDatabases]
    public async Task Damaged_change_ends_the_order_of_all_changes_with_its_name(Database database)
    {
        var start = await stores.CountAsync(database, "SELECT coalesce(max(Position), 0) FROM Journal");
        var (grain, _) = await RegisterAsync(database);
        await ChangeAsync(
            database,
            $"UPDATE Journal SET Payload = CAST('[' AS {(database == Database.Postgres ? "bytea" : "BLOB")}) WHERE GrainKey = '{grain.Key}'");

        var error = await Assert.ThrowsAsync<OrleansException>(
            () => stores.Services(database).GetRequiredService<IJournalQueries>().ReadAsync(start, 10, CancellationToken.None));
        Assert.Contains($"{grain.Key} can't be read: its change of version 1", error.Message, StringComparison.Ordinal);
    }

    private static Subscriber Named(GrainState<Stored<Subscriber>> state, int n)
    {
        var record = state.State!.Record!;
        return record with
        {
            Email = $"{n}@example.ru",
            History = record.History.Add(
                new HistoryLine { Sequence = record.History.LastSequence + 1, At = Now, Type = "note", Title = $"{n}", BalanceAfter = 0 }),
        };
    }

    private async Task<(GrainId Grain, GrainState<Stored<Subscriber>> State)> RegisterAsync(Database database)
    {
        var number = Interlocked.Increment(ref _subscribers);
        var id = $"01JOURNAL{number:D17}";
        var registration = new Registration(
            Phone.TryParse($"+7916{number:D7}", out var phone, out _) ? phone : throw new InvalidOperationException(), SubscriberKind.Individual, "en");
        var state = new GrainState<Stored<Subscriber>> { State = new() { Record = Subscriber.Register(id, registration, Now, Rules) } };
        var grain = GrainId.Create("subscriber", GrainKeys.Subscriber(id));
        await Storage(database).WriteStateAsync(StateNames.Subscriber, grain, state);
        return (grain, state);
    }

    private IGrainStorage Storage(Database database) => stores.Storage(database, Provider.Ledger);

    private Task WriteAsync(Database database, GrainId grain, GrainState<Stored<Subscriber>> state, Subscriber next)
    {
        state.State!.Record = next;
        return Storage(database).WriteStateAsync(StateNames.Subscriber, grain, state);
    }

    private async Task<GrainState<Stored<Subscriber>>> ReadAsync(Database database, GrainId grain)
    {
        var state = new GrainState<Stored<Subscriber>> { State = new() };
        await Storage(database).ReadStateAsync(StateNames.Subscriber, grain, state);
        return state;
    }

    private async Task<(int Snapshot, IReadOnlyList<int> Changes)> RowsAsync(Database database, GrainId grain)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT Version FROM Ledger WHERE GrainKey = '{grain.Key}' UNION ALL SELECT -Version FROM Journal WHERE GrainKey = '{grain.Key}'";
        await using var rows = await command.ExecuteReaderAsync();
        var versions = new List<int>();
        while (await rows.ReadAsync())
        {
            versions.Add(rows.GetInt32(0));
        }

        return (versions.Single(version => version > 0), [.. versions.Where(version => version < 0).Select(version => -version).Order()]);
    }

    private async Task<Dictionary<string, string?>> EmailsAsync(Database database)
    {
        var found = new Dictionary<string, string?>();
        await foreach (var (key, record) in new StoredRecords(stores.Source(database)).ReadAsync<Subscriber>(StateNames.Subscriber,
            CancellationToken.None))
        {
            found.Add(key, record.Email);
        }

        return found;
    }

    private async Task ChangeAsync(Database database, string sql)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
