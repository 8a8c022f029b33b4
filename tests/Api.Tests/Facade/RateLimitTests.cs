using System.Net;
using Cashback.Api.Facade;

namespace Cashback.Api.Tests.Facade;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("SignInPerMinute", "/api/v1/auth/token")]
    [InlineData("SignInPerMinute", "/api/v1/auth/otp")]
    [InlineData("GeneralPerMinute", "/api/v1/me")]
    [InlineData("OperationsPerMinute", "/ops/v1/subscribers")]
    [InlineData("PostbacksPerSecond", "/postbacks/admitad/some-key")]
    public async Task Who_asks_too_often_is_told_when_to_come_back_and_others_are_served(string limit, string path)
    {
        await using var api = await TestApi.StartAsync($"Cashback:Facade:Limits:{limit}=3");
        var refused = 0;
        for (var i = 0; i < 20; i++)
        {
            using var response = await api.Client.GetAsync(path);
            if (response.StatusCode is not HttpStatusCode.TooManyRequests)
            {
                continue;
            }

            refused++;
            Assert.Equal("429 too-many-requests", await response.OutcomeAsync());
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3600);
        }

        Assert.InRange(refused, 1, 17);
        Assert.Equal("200", await api.Client.GetAsync("/health/live").OutcomeAsync());
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await api.Client.GetAsync("/postbacks/admitad/another-key")).StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_address_is_counted_by_itself_or_by_its_64_network(string one, string other, bool together) =>
        Assert.Equal(together, ClientAddress.Of(IPAddress.Parse(one)) == ClientAddress.Of(IPAddress.Parse(other)));
}
