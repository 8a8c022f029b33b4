using System.Text.Json;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Backups;

/// <summary>The documented backup (docs/operations.md): <c>pg_dump</c> of a used store, restored into an empty database.</summary>
public sealed class DumpTests
{
    private const int Lines = 40;
    private const string Journal = "/ops/v1/journal?limit=1000";

    [Fact]
    public async Task Restored_dump_of_a_used_store_starts_passes_the_audit_and_goes_on()
    {
        // All silos are stopped before the dump is restored, as the documentation says: it names them as members of the cluster.
        var (restored, person, click, seen, journal) = await UseAndDumpAsync();
        var after = await ClusterUnderTest.StartAsync(silos: 1, restored);
        await using var second = after.Cluster;
        using var again = new ApiClient(second.Api.Url, second.Sms);

        Assert.Equal(seen, await ReadAsync(again, person));
        Assert.Equal(journal.GetRawText(), (await again.ReadAsync(Journal, ApiClient.Operator)).GetRawText());
        var audit = await again.ReadAsync("/ops/v1/audit", ApiClient.Operator);
        Assert.True(audit.GetProperty("balanced").GetBoolean(), audit.GetRawText());
        Assert.Equal(Lines * 50, audit.GetProperty("credited").GetInt64());
        Assert.Equal(1, await again.QuarantinedAsync());
        Assert.Equal("unchanged", (await again.PostbackAsync("0", "approved", click, 1_000, TestContext.Current.CancellationToken)).Result);
        Assert.Equal("applied", (await again.PostbackAsync("1000", "approved", click, 1_000, TestContext.Current.CancellationToken)).Result);
        var rest = await again.ReadAsync($"{Journal}&after={journal.GetProperty("next")}", ApiClient.Operator);
        var item = Assert.Single(rest.GetProperty("items").EnumerateArray());
        Assert.Contains("admitad:ozon:1000", item.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<(string Restored, SignedIn Person, string Click, (string, string, string) Seen, JsonElement Journal)>
        UseAndDumpAsync()
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
        var (seen, journal) = (await ReadAsync(api, person), await api.ReadAsync(Journal, ApiClient.Operator));
        return (await PostgresDump.CopyAsync(database), person, click, seen, journal);
    }

    private static async Task<(string Account, string History, string Purchases)> ReadAsync(ApiClient api, SignedIn person) => (
        (await api.ReadAsync("/api/v1/me", person.Header)).GetRawText(),
        (await api.ReadAsync("/api/v1/me/history?limit=100", person.Header)).GetRawText(),
        JsonSerializer.Serialize(await api.PurchasesAsync(person)));
}
