using System.Globalization;
using System.Net;
using System.Text.Json;
using Cashback.Api.Tests.Account;
using Cashback.Support;

namespace Cashback.Api.Tests.Operations;

public sealed class SettlementTests(SharedApi shared)
{
    [Fact]
    public async Task A_month_is_settled_seen_paid_out_and_run_again_without_effect()
    {
        await using var api = await TestApi.StartAsync();
        using var op = api.Operator();
        var (first, second) = (await api.SignInAsync(), await api.SignInAsync());
        await api.BuyAsync(first, "2000");
        await api.BuyAsync(second, "4000");
        var now = (await api.Client.ReadAsync("/dev/clock")).GetProperty("now").GetDateTimeOffset().ToOffset(TimeSpan.FromHours(3));
        var month = now.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        await api.AdvanceAsync(TimeSpan.FromDays(DateTime.DaysInMonth(now.Year, now.Month) - now.Day + 2));

        AssertSettled(await op.ReadAsync($"/ops/v1/settlements/{month}"), 300);
        using var run = await op.PostAsync(new Uri($"/ops/v1/settlements/{month}/run", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, run.StatusCode);
        await Eventually.TrueAsync(async () => !(await op.ReadAsync($"/ops/v1/settlements/{month}")).GetProperty("running").GetBoolean(), "the run is over");
        AssertSettled(await op.ReadAsync($"/ops/v1/settlements/{month}"), 300);

        var history = (await op.ReadAsync($"/ops/v1/subscribers/{second.Tokens.SubscriberId}/history?type=payout")).Items();
        var payout = await op.ReadAsync($"/ops/v1/payouts/{history[0].Text("payoutId")}");
        Assert.Equal("paid", payout.Text("status"));
        Assert.Equal(200, payout.Number("amount"));
        Assert.DoesNotContain(second.Phone, payout.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("last")]
    [InlineData("2026-01-01")]
    public async Task A_month_that_is_none_is_refused(string month)
    {
        using var op = shared.Api.Operator();
        using var response = await op.GetAsync(new Uri($"/ops/v1/settlements/{month}", UriKind.Relative));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal(["month"], await response.FieldsAsync());
    }

    [Fact]
    public async Task A_month_that_is_not_over_is_refused()
    {
        using var op = shared.Api.Operator();
        Assert.Equal("409 month-not-over", await op.GetAsync(new Uri("/ops/v1/settlements/9998-12", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("409 month-not-over", await op.PostAsync(new Uri("/ops/v1/settlements/9998-12/run", UriKind.Relative), null).OutcomeAsync());
    }

    [Fact]
    public async Task An_unknown_payout_is_not_found()
    {
        using var op = shared.Api.Operator();
        Assert.Equal("404 not-found", await op.GetAsync(new Uri("/ops/v1/payouts/nothing", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("404 not-found", await op.GetAsync(new Uri("/ops/v1/payouts/" + new string('x', 3000), UriKind.Relative)).OutcomeAsync());
    }

    private static void AssertSettled(JsonElement settlement, long sum) => Assert.Equal(
        (2, 2, 0, sum), (settlement.Number("total"), settlement.Number("done"), settlement.Number("failed"), settlement.Number("sum")));
}
