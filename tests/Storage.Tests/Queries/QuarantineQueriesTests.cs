using System.Globalization;
using System.Text;
using Cashback.Quarantine;
using Cashback.Queries;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Storage.Tests.Queries;

public sealed class QuarantineQueriesTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly QuarantineFilter Open = new(QuarantineState.Open, "net-list");

    [Theory, CombinatorialDatabases]
    public async Task Messages_are_listed_by_the_time_of_their_first_arrival_and_by_pages(Database database)
    {
        // Ids in another order than times; two at one moment; fractions of a second of different lengths.
        await SaveAsync(database, "net-list", "f", "unknown-store", TimeSpan.Zero);
        await SaveAsync(database, "net-list", "c", "unknown-click", TimeSpan.FromTicks(1));
        await SaveAsync(database, "net-list", "e", "unknown-click", TimeSpan.FromMilliseconds(100));
        await SaveAsync(database, "net-list", "a", "unknown-click", TimeSpan.FromMilliseconds(123));
        await SaveAsync(database, "net-list", "b", "unknown-click", TimeSpan.FromMilliseconds(123));
        await SaveAsync(database, "net-list", "d", "unknown-click", TimeSpan.FromSeconds(1));
        var queries = stores.Services(database).GetRequiredService<IQuarantineQueries>();

        var oldest = new List<string>();
        QuarantinePlace? last = null;
        while (await queries.ListAsync(Open, last, newestFirst: false, 2, CancellationToken.None) is { Count: > 0 } page)
        {
            oldest.AddRange(page.Select(place => place.Id));
            last = page[^1];
        }

        Assert.Equal("fceabd", string.Concat(oldest));
        Assert.Equal(
            "dbaecf",
            string.Concat((await queries.ListAsync(Open, null, newestFirst: true, 100, CancellationToken.None)).Select(place => place.Id)));
        var since = Open with { Reason = "unknown-click", From = Start.AddTicks(1), To = Start.AddMilliseconds(123) };
        Assert.Equal(
            "ce",
            string.Concat((await queries.ListAsync(since, null, newestFirst: false, 100, CancellationToken.None)).Select(
                place => place.Id)));
        Assert.Equal(2, await queries.CountAsync(since, CancellationToken.None));
    }

    [Theory, CombinatorialDatabases]
    public async Task Saves_and_deletes_of_a_message_are_seen_at_once(Database database)
    {
        var queries = stores.Services(database).GetRequiredService<IQuarantineQueries>();
        async Task<IReadOnlyList<OpenQuarantine>> OpenAsync() =>
            [.. (await queries.OpenAsync(CancellationToken.None)).Where(group => group.Network == "net-open")];

        var first = await SaveAsync(database, "net-open", "1", "unknown-store", TimeSpan.FromDays(1));
        await SaveAsync(database, "net-open", "2", "unknown-store", TimeSpan.Zero);
        Assert.Equal([new OpenQuarantine("net-open", "unknown-store", 2, Start)], await OpenAsync());

        first.State!.Record = first.State!.Record! with { Message = first.State!.Record!.Message with { Reason = "unknown-click" } };
        await WriteAsync(database, "net-open", first);
        Assert.Equal(
            [new OpenQuarantine("net-open", "unknown-click", 1, Start.AddDays(1)), new OpenQuarantine("net-open", "unknown-store", 1, Start)],
            await OpenAsync());

        first.State!.Record = first.State!.Record! with { State = QuarantineState.Dropped };
        await WriteAsync(database, "net-open", first);
        Assert.Equal([new OpenQuarantine("net-open", "unknown-store", 1, Start)], await OpenAsync());
        Assert.Equal(1, await queries.CountAsync(new QuarantineFilter(QuarantineState.Dropped, "net-open"), CancellationToken.None));

        await stores.Storage(database, Provider.Records).ClearStateAsync(StateNames.Quarantine, Grain("net-open", first.State!.Record!.Id), first);
        Assert.Equal(0, await queries.CountAsync(new QuarantineFilter(QuarantineState.Dropped, "net-open"), CancellationToken.None));
    }

    [Theory, CombinatorialDatabases]
    public async Task Message_with_texts_that_no_database_likes_is_kept(Database database)
    {
        var queries = stores.Services(database).GetRequiredService<IQuarantineQueries>();
        await SaveAsync(database, "net-odd", "1", "a\0b" + new string('я', 5_000), TimeSpan.Zero);

        Assert.Equal(1, await queries.CountAsync(new QuarantineFilter(QuarantineState.Open, "net-odd"), CancellationToken.None));
    }

    /// <summary>A million rows of which the page needs a few: neither order nor filter scans the others.</summary>
    [Theory, CombinatorialDatabases]
    public async Task Page_is_found_by_an_index(Database database)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = (database == Database.Postgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ")
            + "SELECT FirstSeen, GrainKey FROM Quarantine WHERE State = 'open' AND Network = 'a' AND Reason = 'b' AND (FirstSeen, GrainKey) < ('x', 'y') ORDER BY FirstSeen DESC, GrainKey DESC LIMIT 100";
        var plan = new StringBuilder();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            plan.AppendLine(Convert.ToString(rows.GetValue(rows.FieldCount - 1), CultureInfo.InvariantCulture));
        }

        Assert.Contains("IX_Quarantine", plan.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Seq Scan", plan.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan.ToString(), StringComparison.Ordinal);
    }

    private async Task<GrainState<Stored<QuarantineEntry>>> SaveAsync(
        Database database, string network, string id, string reason, TimeSpan after)
    {
        var message = new QuarantinedMessage(network, "push", new Dictionary<string, string>(), reason);
        var entry = StoreFixture.Entry(reason) with { Id = id, FirstSeen = Start + after, Message = message };
        var state = new GrainState<Stored<QuarantineEntry>> { State = new() { Record = entry } };
        await WriteAsync(database, network, state);
        return state;
    }

    private Task WriteAsync(Database database, string network, GrainState<Stored<QuarantineEntry>> state) =>
        stores.Storage(database, Provider.Records).WriteStateAsync(StateNames.Quarantine, Grain(network, state.State!.Record!.Id), state);

    // What follows the first colon is the entry's id here; other tests' grains have numbers.
    private static GrainId Grain(string network, string id) =>
        StoreFixture.Grain(network == "net-list" ? $"quar:{id}" : $"quar:{network}-{id}");
}
