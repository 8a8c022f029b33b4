namespace Cashback.Api.Tests.Networks;

public sealed class AllowedAddressTests
{
    [Fact]
    public async Task Only_the_networks_own_addresses_may_send_as_the_trusted_proxy_tells_them()
    {
        await using var api = await TestApi.StartAsync("Cashback:Facade:TrustedProxies:0=127.0.0.0/8", "Cashback:Facade:TrustedProxies:1=::1/128");
        var partner = await Partner.OfAsync(api, "listed", new { like = "admitad", allowedAddresses = new[] { "203.0.113.0/24" } });

        Assert.Equal("401 unauthorized", await ResultAsync());
        Assert.Equal("401 unauthorized", await ResultAsync("198.51.100.1"));
        Assert.Equal("401 unauthorized", await ResultAsync("203.0.113.9, 198.51.100.1"));
        Assert.Equal("applied", await ResultAsync("203.0.113.9"));
        Assert.Equal("applied", await ResultAsync("198.51.100.1, 203.0.113.9"));

        async Task<string> ResultAsync(string? forwardedFor = null)
        {
            var query = string.Join('&', partner.Clicked.Message().Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
            using var response = forwardedFor is null
                ? await partner.SendAsync(query, [], null)
                : await partner.SendAsync(query, [], null, ("X-Forwarded-For", forwardedFor));
            return (await Partner.ResultAsync(response)).Result;
        }
    }

    [Fact]
    public async Task Address_that_anybody_can_write_into_a_header_is_not_believed()
    {
        await using var api = await TestApi.StartAsync();
        var partner = await Partner.OfAsync(api, "listed", new { like = "admitad", allowedAddresses = new[] { "203.0.113.0/24" } });

        using var response = await partner.SendAsync("admitad_id=1", [], null, ("X-Forwarded-For", "203.0.113.9"));
        Assert.Equal("401 unauthorized", await response.OutcomeAsync());
    }
}
