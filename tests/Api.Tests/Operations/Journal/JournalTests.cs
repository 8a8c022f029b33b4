using System.Text.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Operations;

public sealed class JournalTests(SharedApi shared)
{
    [Fact]
    public async Task Everything_that_happened_comes_once_and_in_order()
    {
        await using var api = await TestApi.StartAsync("Cashback:Facade:Limits:OperationsPerMinute=100000");
        using var op = api.Operator();
        var (one, other) = (await api.SignInAsync(), await api.SignInAsync());
        await api.BuyAsync(one, "2000");
        await api.BuyAsync(other, "600", status: "new");
        var (read, position) = await FollowAsync(op, 0);
        var click = await one.ClickAsync();
        await api.RestartAsync();
        using var again = api.Operator();
        await api.BuyAsync(one, "100", click: click);
        var (rest, end) = await FollowAsync(again, position);
        read.AddRange(rest);

        Assert.True(rest.Count > 0 && end > position);
        Assert.Equal(read.Select(entry => entry.Number("position")).Distinct().Order(), read.Select(entry => entry.Number("position")));
        foreach (var subscriber in (SignedIn[])[one, other])
        {
            var own = read.Where(entry => entry.Text("subscriberId") == subscriber.Tokens.SubscriberId).ToList();
            Assert.Equal(Enumerable.Range(1, own.Count), own.Select(entry => (int)entry.Number("version")));
            var lines = own.SelectMany(entry => entry.GetProperty("lines").EnumerateArray()).Select(Told);
            var history = (await again.ReadAsync($"/ops/v1/subscribers/{subscriber.Tokens.SubscriberId}/history?limit=100")).Items();
            Assert.Equal(history.Reverse().Select(Told), lines);
            Assert.DoesNotContain(own, entry => entry.GetRawText().Contains(subscriber.Phone[2..], StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=", "after")]
    [InlineData("after=one", "after")]
    [InlineData("after=9223372036854775808", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("after=0&limit=ten", "limit")]
    public async Task What_is_no_position_or_limit_is_refused_by_name(string query, string field)
    {
        using var op = shared.Api.Operator();
        using var response = await op.GetAsync(new Uri("/ops/v1/journal?" + query, UriKind.Relative));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Fact]
    public async Task Position_to_which_the_journal_has_not_come_is_refused()
    {
        using var op = shared.Api.Operator();
        Assert.Equal("409 unknown-position", await op.GetAsync(new Uri("/ops/v1/journal?after=9223372036854775807", UriKind.Relative)).OutcomeAsync());
    }

    private static string Told(JsonElement line) =>
        $"{line.Text("id")} {line.Text("at")} {line.Text("type")} {line.Text("title")} {line.Number("balanceAfter")}";

    private static async Task<(List<JsonElement> Entries, long Next)> FollowAsync(HttpClient op, long after)
    {
        var read = new List<JsonElement>();
        while (true)
        {
            var page = await op.ReadAsync($"/ops/v1/journal?after={after}&limit=3");
            read.AddRange(page.Items());
            after = page.Number("next");
            if (page.Items().Count < 3)
            {
                return (read, after);
            }
        }
    }
}
