using System.Diagnostics;
using Cashback.Support;

namespace Cashback.Api.Tests.Facade;

/// <summary>Health, and the answers while the store of record is away.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task While_the_store_is_away_it_lives_but_is_not_ready_and_answers_503_until_the_store_is_back()
    {
        await using var api = await TestApi.StartAsync();
        var phone = TestApi.NewNumber();
        Assert.Equal("200", await api.Client.GetAsync("/health/live").OutcomeAsync());
        Assert.Equal("200", await api.Client.GetAsync("/health/ready").OutcomeAsync());

        api.Faults.Away = true;
        Assert.Equal("200", await api.Client.GetAsync("/health/live").OutcomeAsync());
        await Eventually.TrueAsync(async () => await ReadyAsync(api) == 503, "what was seen before is a second old");

        using (var refused = await api.OtpAsync(new { phone }))
        {
            Assert.Equal("503 store-unavailable", await refused.OutcomeAsync());
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        api.Faults.Away = false;
        await Eventually.TrueAsync(async () => await ReadyAsync(api) == 200, "what was seen before is a second old");
        Assert.Equal("202", await api.OtpAsync(new { phone }).OutcomeAsync());
    }

    [Fact]
    public async Task The_store_is_asked_once_a_second_however_many_ask_whether_it_is_there()
    {
        await using var api = await TestApi.StartAsync();
        var before = api.Faults.ReadsOf("probe");
        var since = Stopwatch.GetTimestamp();

        for (var round = 0; round < 20; round++)
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadyAsync(api))), status => Assert.Equal(200, status));
        }

        Assert.InRange(api.Faults.ReadsOf("probe") - before, 1, (int)Stopwatch.GetElapsedTime(since).TotalSeconds + 1);
    }

    private static async Task<int> ReadyAsync(TestApi api)
    {
        using var ready = await api.Client.GetAsync("/health/ready");
        return (int)ready.StatusCode;
    }
}
