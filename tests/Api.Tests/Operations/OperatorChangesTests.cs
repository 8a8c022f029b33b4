using System.Net.Http.Json;
using Cashback.Support;

namespace Cashback.Api.Tests.Operations;

public sealed class OperatorChangesTests
{
    [Fact]
    public async Task Accepted_change_is_logged_once_with_its_key_and_a_look_or_a_refusal_is_not()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();

        using var put = await operations.PutAsJsonAsync("/ops/v1/campaigns/spring", new { name = "Spring", referral = new { } });
        put.EnsureSuccessStatusCode();
        using var refused = await operations.PutAsJsonAsync("/ops/v1/campaigns/summer", new { name = "", referral = new { } });
        Assert.False(refused.IsSuccessStatusCode);
        using var seen = await operations.GetAsync(new Uri("/ops/v1/campaigns", UriKind.Relative));
        using var rates = await operations.DeleteAsync(new Uri("/ops/v1/shops/none/keys/none", UriKind.Relative));
        await Eventually.TrueAsync(() => Task.FromResult(Changes(api).Any()), "the change is logged");

        Assert.EndsWith("changed something: PUT /ops/v1/campaigns/spring.", Assert.Single(Changes(api)).TrimEnd(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Changes(TestApi api) => api.Logs.Lines.Where(line => line.Contains("changed something", StringComparison.Ordinal));
}
