using Cashback.Devices;
using Cashback.Idempotency;
using Cashback.Phones;
using Cashback.Proofs;
using Cashback.Sessions;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Storage.Tests.Queries;

public sealed class ExpiredRecordsTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    [Theory, CombinatorialDatabases]
    public async Task Sign_ins_and_answers_that_say_nothing_any_more_are_deleted_and_nothing_else(Database database)
    {
        var services = stores.Services(database);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();

        // More than one batch; and each kind before its time, and a kind that never expires.
        for (var number = 0; number < 1_001; number++)
        {
            await SaveAsync(database, StateNames.Idempotency, $"idem:old:{number}", Answer, now.AddDays(-10));
        }

        await SaveAsync(database, StateNames.Session, "sess:old", Session, now.AddDays(-68));
        await SaveAsync(database, StateNames.Session, "sess:alive", Session, now.AddDays(-59));
        await SaveAsync(database, StateNames.Idempotency, "idem:kept", Answer, now.AddDays(-1));
        await SaveAsync(database, StateNames.Network, "net:old", Session, now.AddYears(-5));

        var expired = services.GetRequiredService<ExpiredRecords>();
        Assert.Equal(1_002, await expired.RemoveAsync(CancellationToken.None));
        Assert.Equal(0, await expired.RemoveAsync(CancellationToken.None));
        Assert.Equal(3, await stores.CountAsync(
            database, "SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString IN ('sess:alive', 'idem:kept', 'net:old')"));
    }

    [Theory, CombinatorialDatabases]
    public async Task Counts_and_codes_are_deleted_when_their_windows_are_over(Database database)
    {
        var services = stores.Services(database);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var uses = new DeviceQuota([new QuotaUse("device:1", now)]);
        await SaveAsync(database, StateNames.DeviceQuota, "devicequota:autumn:wallet:old", uses, now.AddDays(-39));
        await SaveAsync(database, StateNames.DeviceQuota, "devicequota:autumn:wallet:new", uses, now.AddDays(-30));
        await SaveAsync(database, StateNames.Proof, "proof:old", new ProofRecord(), now.AddDays(-8));
        await SaveAsync(database, StateNames.Proof, "proof:new", new ProofRecord(), now.AddDays(-6));
        await SaveAsync(database, StateNames.DeviceBudget, "devicebudget:autumn", uses, now.AddYears(-1));

        await services.GetRequiredService<ExpiredRecords>().RemoveAsync(CancellationToken.None);

        Assert.Equal(0, await CountAsync("devicequota:autumn:wallet:old", "proof:old"));
        Assert.Equal(3, await CountAsync("devicequota:autumn:wallet:new", "proof:new", "devicebudget:autumn"));
        Task<long> CountAsync(params string[] keys) => stores.CountAsync(
            database, $"SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString IN ('{string.Join("','", keys)}')");
    }

    [Theory, CombinatorialDatabases]
    public async Task Numbers_that_never_signed_in_are_deleted_after_thirty_days_and_owners_never(Database database)
    {
        var services = stores.Services(database);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var asked = new PhoneRecord { Codes = CodeRequests.None with { Sent = [new CodeSent(now, CodeCaller.Address("owner former"))] } };
        var owned = asked with { Owner = new PhoneOwner("subscriber", Registered: true) };
        var left = asked with { Former = ["subscriber"] };
        await SaveAsync(database, StateNames.Phone, "phone:+79160000001", asked, now.AddDays(-30).AddMinutes(-1));
        await SaveAsync(database, StateNames.Phone, "phone:+79160000002", asked, now.AddDays(-30).AddMinutes(10));
        await SaveAsync(database, StateNames.Phone, "phone:+79160000003", owned, now.AddYears(-2));
        await SaveAsync(database, StateNames.Phone, "phone:+79160000004", left, now.AddYears(-2));

        await services.GetRequiredService<ExpiredRecords>().RemoveAsync(CancellationToken.None);

        Assert.Equal(0, await stores.CountAsync(database, "SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = 'phone:+79160000001'"));
        Assert.Equal(3, await stores.CountAsync(
            database, "SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString IN ('phone:+79160000002', 'phone:+79160000003', 'phone:+79160000004')"));
    }

    private static SessionRecord Session => SessionRecord.Start("subscriber", DateTimeOffset.UnixEpoch);

    private static IdempotencyRecord Answer => new("", new KeptAnswer(200, null, null, ""), DateTimeOffset.UnixEpoch);

    private async Task SaveAsync<TRecord>(Database database, string state, string key, TRecord record, DateTimeOffset at)
        where TRecord : class
    {
        var saved = new GrainState<Stored<TRecord>> { State = new() { Record = record } };
        await stores.Storage(database, Provider.Records).WriteStateAsync(state, GrainId.Create(state, key), saved);
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE OrleansStorage SET ModifiedOn = '{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}' WHERE GrainIdExtensionString = '{key}'";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
