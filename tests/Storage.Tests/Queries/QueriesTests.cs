using System.Globalization;
using System.Text;
using Cashback.Queries;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Storage.Tests.Queries;

public sealed class QueriesTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private static readonly YearMonth November = new(2026, 11);

    [Theory, CombinatorialDatabases]
    public async Task Settlement_counts_statements_as_done_and_subscribers_with_something_to_settle_as_due(Database database)
    {
        await PlantInLedgerAsync(database, "statement", "stmt:a:2026-11", "2026-11", 123);
        await PlantInLedgerAsync(database, "statement", "stmt:b:2026-11", "2026-11", 10000);
        await PlantInLedgerAsync(database, "statement", "stmt:c:2026-11", "2026-11", 77);
        await PlantInLedgerAsync(database, "statement", "stmt:c:2026-10", "2026-10", 1);
        await PlantInLedgerAsync(database, "statement", "stmt:a:2026-10", "2026-10", 7);
        foreach (var (key, month) in new[] { ("sub:c", "2026-11"), ("sub:cc", "2026-11"), ("sub:d", "2026-10"), ("sub:f", "2026-12") })
        {
            await PlantDueMonthAsync(database, key, month);
        }

        var queries = stores.Services(database).GetRequiredService<IRecordQueries>();
        var progress = await queries.SettlementProgressAsync(November, CancellationToken.None);
        var unsettled = await queries.ListUnsettledAsync(November, null, 10, CancellationToken.None);
        var rest = await queries.ListUnsettledAsync(November, unsettled[0], 10, CancellationToken.None);

        Assert.Equal(new SettlementProgress(Done: 3, Due: 3, Sum: 10200), progress);
        Assert.Equal(["sub:c", "sub:cc", "sub:d"], unsettled);
        Assert.Equal(["sub:cc", "sub:d"], rest);
    }

    private async Task PlantDueMonthAsync(Database database, string key, string month)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO DueMonths (GrainKey, Month) VALUES ('{key}', '{month}')";
        await command.ExecuteNonQueryAsync();
    }

    [Theory, CombinatorialDatabases]
    public async Task Keys_are_listed_in_their_order_and_by_pages(Database database)
    {
        foreach (var key in new[] { "store:b", "store:a", "store:B", "store:c-1" })
        {
            await PlantAsync(database, "store", key, "{}");
        }

        await PlantInLedgerAsync(database, "store", "store:aa", null, null);

        var queries = stores.Services(database).GetRequiredService<IRecordQueries>();
        var first = await queries.ListKeysAsync("store", null, 2, CancellationToken.None);
        var second = await queries.ListKeysAsync("store", first[^1], 10, CancellationToken.None);

        Assert.Equal(["store:B", "store:a"], first);
        Assert.Equal(["store:aa", "store:b", "store:c-1"], second);
    }

    private async Task PlantInLedgerAsync(Database database, string state, string key, string? month, long? sum)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO Ledger (State, GrainKey, Version, IndexedMonth, IndexedSum, ModifiedOn, Payload)
            VALUES ('{state}', '{key}', 1, nullif('{month}', ''), nullif({sum ?? -1}, -1), '2026-11-01', {(database == Database.Postgres ? "'{}'" : "x'7b7d'")})
            """);
        await command.ExecuteNonQueryAsync();
    }

    [Theory, CombinatorialDatabases]
    public async Task Last_keys_come_first_and_go_on_by_pages(Database database)
    {
        foreach (var key in new[] { "recon:01B", "recon:01A", "recon:01C" })
        {
            await PlantAsync(database, "reconciliation", key, "{}");
        }

        var queries = stores.Services(database).GetRequiredService<IRecordQueries>();
        var first = await queries.ListLastKeysAsync("reconciliation", null, 2, CancellationToken.None);
        var second = await queries.ListLastKeysAsync("reconciliation", first[^1], 2, CancellationToken.None);

        Assert.Equal(["recon:01C", "recon:01B"], first);
        Assert.Equal(["recon:01A"], second);
    }

    [Theory, CombinatorialDatabases]
    public async Task Orders_of_a_network_are_listed_with_their_owners(Database database)
    {
        const string Owned = """{"schemaVersion":1,"record":{"subscriberId":"A","revision":1}}""";
        await PlantInLedgerAsync(database, "purchase", "order:net-a:shop:2", Owned);
        await PlantInLedgerAsync(database, "purchase", "order:net-a:shop:1", Owned.Replace("\"A\"", "\"B\"", StringComparison.Ordinal));
        await PlantInLedgerAsync(database, "purchase", "order:net-a:shop:3", Owned);
        await PlantInLedgerAsync(database, "purchase", "order:net-a-b:shop:1", Owned);
        await PlantInLedgerAsync(database, "purchase", "order:net:shop:1", Owned);

        var queries = stores.Services(database).GetRequiredService<IRecordQueries>();
        var first = await queries.ListOrdersAsync("net-a", null, 2, CancellationToken.None);
        var second = await queries.ListOrdersAsync("net-a", first[^1].Key, 2, CancellationToken.None);

        Assert.Equal([new OrderOwner("order:net-a:shop:1", "B", null), new OrderOwner("order:net-a:shop:2", "A", null)], first);
        Assert.Equal([new OrderOwner("order:net-a:shop:3", "A", null)], second);
    }

    [Theory, CombinatorialDatabases]
    public async Task Books_are_added_up_over_both_tables_and_an_unsound_one_is_named(Database database)
    {
        var queries = stores.Services(database).GetRequiredService<IAuditQueries>();
        var before = await queries.AuditAsync(CancellationToken.None);
        await PlantInLedgerAsync(database, "subscriber", "sub:sound", Books(10, 20, 30, 40, 200, 5, 50, 35, 10));
        await PlantAsync(database, "subscriber", "sub:sound-too", Books(0, 0, 0, 0, 7, 0, 0, 7, 0).Replace("\"accrual\"", "\"left\":{\"at\":\"2026-11-20T10:15:00+00:00\",\"sum\":0,\"lost\":0},\"accrual\"", StringComparison.Ordinal));
        await PlantInLedgerAsync(database, "subscriber", "sub:unsound", Books(1, 0, 0, 0, 2, 0, 0, 0, 0));
        await PlantAsync(database, "certificate", "cert:1", """{"schemaVersion":1,"record":{"issue":{"certificateId":"c1","subscriberId":"s","denomination":35,"issuedAt":"2026-11-20T10:15:00+00:00"},"ownerTold":false}}""");

        var audit = await queries.AuditAsync(CancellationToken.None);

        Assert.Equal(
            (3L, 1L, 209L, 5L, 61L, 40L, 50L, 42L, 10L, 1L),
            (audit.Subscribers - before.Subscribers, audit.Left - before.Left, audit.Credited - before.Credited,
                audit.TakenBack - before.TakenBack,
                audit.Held - before.Held, audit.InPayout - before.InPayout, audit.Paid - before.Paid,
                    audit.Certificates - before.Certificates,
                audit.Lost - before.Lost, audit.Difference - before.Difference));
        Assert.Equal(["unsound"], audit.Unbalanced.Except(before.Unbalanced));
        Assert.Equal((1L, 35L, 0L), (audit.CertificatesFound, audit.CertificatesIssued, audit.CertificatesUsed));
    }

    [Theory, CombinatorialDatabases]
    public async Task Payouts_that_wait_for_their_reminder_are_listed_by_pages_and_nothing_else_is(Database database)
    {
        foreach (var grain in new[] { "payout/payout:A:2026-11:g1", "payout/payout:A:2026-10:g1", "payout/payout:B:2026-11:g2", "purchase/order:net:shop:1", "payoutx/payout:C" })
        {
            await PlantReminderAsync(database, grain);
        }

        var queries = stores.Services(database).GetRequiredService<IRecordQueries>();
        var first = await queries.ListWaitingPayoutsAsync(null, 2, CancellationToken.None);
        var second = await queries.ListWaitingPayoutsAsync(first[^1], 2, CancellationToken.None);

        Assert.Equal(["A:2026-10:g1", "A:2026-11:g1"], first);
        Assert.Equal(["B:2026-11:g2"], second);
    }

    private async Task PlantReminderAsync(Database database, string grain)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        var (column, value) = database == Database.Postgres ? ("", "") : (", StartMs", ", 0");
        command.CommandText =
            $"""
            INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version{column})
            VALUES ('queries', '{grain}', 'ask', '2026-11-01', 3600000, 1, 0{value})
            """;
        await command.ExecuteNonQueryAsync();
    }

    private static string Books(
        long accrued, long available, long savings, long inPayout, long credited, long takenBack, long paid, long certificates,
        long lost) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"schemaVersion":1,"record":{"id":"x","phone":"+79161234567","locale":"ru","kind":"individual","registeredAt":"2026-11-01T00:00:00+00:00",
            "goals":{"inOrder":[],"lastNumber":0},"accrual":{"month":"2026-11","earned":{{{accrued}}}},"balance":{"available":{{{available}}},"savings":{{{savings}}},
            "inPayout":{{{inPayout}}},"totalCredited":{{{credited}}},"totalTakenBack":{{{takenBack}}},"totalPaid":{{{paid}}},
            "totalCertificates":{{{certificates}}},"totalLost":{{{lost}}}},"email":"\\u0000"}}
            """);

    private async Task PlantInLedgerAsync(Database database, string state, string key, string json)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        var payload = Convert.ToHexString(Encoding.UTF8.GetBytes(json));
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO Ledger (State, GrainKey, Version, ModifiedOn, Payload)
            VALUES ('{state}', '{key}', 1, '2026-11-01', {(database == Database.Postgres ? $"decode('{payload}', 'hex')" : $"x'{payload}'")})
            """);
        await command.ExecuteNonQueryAsync();
    }

    private async Task PlantAsync(Database database, string state, string key, string json)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        var payload = Convert.ToHexString(Encoding.UTF8.GetBytes(json));
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO OrleansStorage
              (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
            VALUES (1, 1, 0, 0, '{state}', '{key}', 'cashback', {(database == Database.Postgres ? $"decode('{payload}', 'hex')" : $"x'{payload}'")}, '2026-11-01', 1)
            """);
        await command.ExecuteNonQueryAsync();
    }
}
