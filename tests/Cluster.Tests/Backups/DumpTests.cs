using System.Text.Json;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Backups;

/// <summary>The documented backup (docs/operations.md): <c>pg_dump</c> of a used store, restored into an empty database.</summary>
public sealed class DumpTests
{
    private const int Lines = 40;

    [Fact]
    public async Task Restored_dump_of_a_used_store_starts_passes_the_audit_and_goes_on()
    {
        var database = await LocalPostgres.NewDatabaseAsync();
        var before = await ClusterUnderTest.StartAsync(silos: 1, database);
        await using var first = before.Cluster;
        using var api = new ApiClient(first.Api.Url, first.Sms);
        var person = await api.SignInAsync("+79162000500");
        var click = await api.ClickAsync(person, "ozon");
        for (var line = 0; line < Lines; line++)
        {
            await api.PostbackAsync($"{line}", "new", click, 1_000, TestContext.Current.CancellationToken);
            await api.PostbackAsync($"{line}", "approved", click, 1_000, TestContext.Current.CancellationToken);
        }

        await api.PostbackAsync("forged", "approved", "forged", 100, TestContext.Current.CancellationToken);
        var (account, history, purchases) = await ReadAsync(api, person);
        var journal = await api.ReadAsync("/ops/v1/journal?limit=1000", ApiClient.Operator);

        var restored = await PostgresDump.CopyAsync(database);
        var after = await ClusterUnderTest.StartAsync(silos: 1, restored);
        await using var second = after.Cluster;
        using var again = new ApiClient(second.Api.Url, second.Sms);

        Assert.Equal((account, history, purchases), await ReadAsync(again, person));
        Assert.Equal(journal.GetRawText(), (await again.ReadAsync("/ops/v1/journal?limit=1000", ApiClient.Operator)).GetRawText());
        var audit = await again.ReadAsync("/ops/v1/audit", ApiClient.Operator);
        Assert.True(audit.GetProperty("balanced").GetBoolean(), audit.GetRawText());
        Assert.Equal(Lines * 50, audit.GetProperty("credited").GetInt64());
        Assert.Equal(1, await again.QuarantinedAsync());
        Assert.Equal("unchanged", (await again.PostbackAsync("0", "approved", click, 1_000, TestContext.Current.CancellationToken)).Result);
        Assert.Equal("applied", (await again.PostbackAsync("1000", "approved", click, 1_000, TestContext.Current.CancellationToken)).Result);
        var next = journal.GetProperty("next").GetInt64();
        var rest = await again.ReadAsync($"/ops/v1/journal?limit=1000&after={next}", ApiClient.Operator);
        Assert.All(rest.GetProperty("items").EnumerateArray(), item => Assert.True(item.GetProperty("position").GetInt64() > next));
        Assert.Contains("admitad:ozon:1000", rest.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<(string Account, string History, string Purchases)> ReadAsync(ApiClient api, SignedIn person) => (
        (await api.ReadAsync("/api/v1/me", person.Header)).GetRawText(),
        (await api.ReadAsync("/api/v1/me/history?limit=100", person.Header)).GetRawText(),
        JsonSerializer.Serialize(await api.PurchasesAsync(person)));
}
