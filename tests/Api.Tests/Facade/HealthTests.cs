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
        using (var unready = await api.Client.GetAsync("/health/ready"))
        {
            Assert.Equal(503, (int)unready.StatusCode);
        }

        using (var refused = await api.OtpAsync(new { phone }))
        {
            Assert.Equal("503 store-unavailable", await refused.OutcomeAsync());
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        api.Faults.Away = false;
        Assert.Equal("200", await api.Client.GetAsync("/health/ready").OutcomeAsync());
        Assert.Equal("202", await api.OtpAsync(new { phone }).OutcomeAsync());
    }
}
