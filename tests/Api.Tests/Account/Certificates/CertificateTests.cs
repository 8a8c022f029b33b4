using System.Text.Json;
using Cashback.Api.Tests.PointOfSale;

namespace Cashback.Api.Tests.Account;

public sealed class CertificateTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Theory]
    [InlineData(4_000)]
    [InlineData(0)]
    [InlineData(-100)]
    [InlineData(long.MaxValue)]
    public async Task Denomination_that_there_is_not_is_refused_with_those_that_there_are(long denomination)
    {
        var subscriber = await _api.SignInAsync();

        using var refused = await subscriber.BuyCertificateAsync(denomination);

        Assert.Equal("422 unknown-denomination", await refused.OutcomeAsync());
        Assert.Equal(
            [100, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000],
            (await refused.JsonAsync()).GetProperty("allowed").EnumerateArray().Select(allowed => allowed.GetInt64()));
    }

    [Theory]
    [InlineData("{\"denomination\":\"100\"}")]
    [InlineData("{\"denomination\":100.5}")]
    [InlineData("{\"denomination\":null}")]
    [InlineData("{\"denomination\":1e400}")]
    [InlineData("{}")]
    public async Task Denomination_that_is_no_whole_number_is_refused(string body)
    {
        var subscriber = await _api.SignInAsync();

        using var refused = await subscriber.Client.PostAsync(new Uri("/api/v1/me/certificates", UriKind.Relative), Shopping.Json(body));

        Assert.Equal("400 invalid-request", await refused.OutcomeAsync());
        Assert.Equal(["denomination"], await refused.FieldsAsync());
    }

    [Fact]
    public async Task Bonuses_of_the_running_month_are_not_enough()
    {
        var subscriber = await _api.SignInAsync();
        await _api.BuyAsync(subscriber, "100000");

        Assert.Equal("409 not-enough-bonuses", await subscriber.BuyCertificateAsync(100).OutcomeAsync());
        Assert.Empty((await subscriber.Client.ReadAsync("/api/v1/me/certificates")).Items());
    }

    [Theory]
    [InlineData("cursor=x")]
    [InlineData("limit=0")]
    public async Task Page_that_is_none_is_refused(string query)
    {
        var subscriber = await _api.SignInAsync();
        Assert.Equal("400 invalid-request", await subscriber.Client.GetAsync(new Uri($"/api/v1/me/certificates?{query}", UriKind.Relative)).OutcomeAsync());
    }

    [Fact]
    public async Task Only_the_owner_and_no_operator_sees_the_code()
    {
        await using var api = await TestApi.StartAsync();
        var saver = await api.SaverAsync(1_000);
        using var bought = await saver.BuyCertificateAsync(500);
        var code = (await bought.JsonAsync()).Text("code");
        using var op = api.Operator();
        var other = await api.SignInAsync();

        var seen = await op.ReadAsync($"/ops/v1/subscribers/{saver.Tokens.SubscriberId}/certificates");

        Assert.Equal((500, JsonValueKind.Null), (seen.Items()[0].Number("denomination"), seen.Items()[0].GetProperty("code").ValueKind));
        Assert.Empty((await other.Client.ReadAsync("/api/v1/me/certificates")).Items());
        Assert.Equal("404 not-found", await op.GetAsync(new Uri("/ops/v1/subscribers/nobody/certificates", UriKind.Relative)).OutcomeAsync());
    }
}
