using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cashback.Support;

namespace Cashback.Api.Tests.Networks;

/// <summary>Our own format, signed as Standard Webhooks have it, over HTTP.</summary>
public sealed class SignedPostbackTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Signed_orders_life_goes_from_created_to_taken_back()
    {
        var (shop, secret) = await ShopAsync("signed-life");
        Assert.Equal("applied", await ResultAsync(shop, secret, Order(shop, "created", "1000", 1)));
        Assert.Equal("unchanged", await ResultAsync(shop, secret, Order(shop, "created", "1000", 1)));
        Assert.Equal("applied", await ResultAsync(shop, secret, Order(shop, "confirmed", "800", 3)));
        Assert.Equal("unchanged", await ResultAsync(shop, secret, Order(shop, "declined", "800", 2)));
        Assert.Equal(80, await CashbackAsync(shop, "confirmed"));
        Assert.Equal("applied", await ResultAsync(shop, secret, Order(shop, "declined", "800", 4)));
        await CashbackAsync(shop, "reversed");
    }

    [Fact]
    public async Task Message_that_is_not_signed_right_is_refused_and_nothing_else_is_said()
    {
        var (shop, secret) = await ShopAsync("signed-wrong");
        var order = Order(shop, "confirmed", "1000", 1);
        var right = Sign(secret, order, Now());

        Assert.Equal("401 unauthorized", await SendAsync(shop, order));
        Assert.Equal("401 unauthorized", await SendAsync(shop, order, right[0], right[1]));
        Assert.Equal("401 unauthorized", await SendAsync(shop, order, Sign(OtherSecret, order, Now())));
        Assert.Equal("401 unauthorized", await SendAsync(shop, order.Replace("1000", "9000", StringComparison.Ordinal), right));
        Assert.Equal("401 unauthorized", await SendAsync(shop, order, right[0], (right[1].Name, right[1].Value + "0"), right[2]));
        Assert.Equal("401 unauthorized", await SendAsync(shop, order, ("webhook-id", "another"), right[1], right[2]));
        Assert.Equal("401 unauthorized", await SendAsync(shop, order, Sign(secret, order, Now() - 301)));
        Assert.Equal("401 unauthorized", await SendAsync(shop, order, Sign(secret, order, Now() + 330)));
        Assert.Equal("404 not-found", await shop.Clicked.Subscriber.Client.GetAsync($"/api/v1/me/purchases/{shop.Network}:{Store(shop)}:L-1").OutcomeAsync());

        Assert.Equal("applied", await SendAsync(shop, order, right));
    }

    [Fact]
    public async Task Replayed_message_changes_nothing_even_after_the_next_word()
    {
        var (shop, secret) = await ShopAsync("signed-replay");
        var confirmed = Order(shop, "confirmed", "1000", 1);
        var headers = Sign(secret, confirmed, Now());
        Assert.Equal("applied", await SendAsync(shop, confirmed, headers));
        Assert.Equal("unchanged", await SendAsync(shop, confirmed, headers));
        Assert.Equal("applied", await ResultAsync(shop, secret, Order(shop, "declined", "1000", 2)));
        Assert.Equal("unchanged", await SendAsync(shop, confirmed, headers));
        await CashbackAsync(shop, "reversed");
    }

    [Fact]
    public async Task Rotation_of_the_secret_loses_no_message()
    {
        var (shop, first) = await ShopAsync("signed-rotate");
        using var operations = _api.Operator();
        using var view = await operations.GetAsync($"/ops/v1/networks/{shop.Network}");
        var firstId = (await view.JsonAsync()).GetProperty("signatureSecrets")[0].GetProperty("secretId").GetString();

        using var rotated = await operations.PostAsJsonAsync($"/ops/v1/networks/{shop.Network}/signature-secrets/{firstId}/rotate", new { });
        Assert.Equal("201", await rotated.OutcomeAsync());
        var second = (await rotated.JsonAsync()).GetProperty("secret").GetString()!;
        Assert.Equal(
            "409 too-many-secrets", await operations.PostAsync($"/ops/v1/networks/{shop.Network}/signature-secrets", null).OutcomeAsync());

        var order = Order(shop, "confirmed", "1000", 1);
        await Eventually.TrueAsync(async () => await ResultAsync(shop, second, order) is "applied" or "unchanged", "the new secret counts");
        Assert.Equal("unchanged", await ResultAsync(shop, first, order));

        Assert.Equal("204", await operations.DeleteAsync($"/ops/v1/networks/{shop.Network}/signature-secrets/{firstId}").OutcomeAsync());
        await Eventually.TrueAsync(async () => await ResultAsync(shop, first, order) == "401 unauthorized", "the old secret has ended");
        Assert.Equal("unchanged", await ResultAsync(shop, second, order));
    }

    [Fact]
    public async Task Secret_is_shown_once_and_stands_in_no_log()
    {
        var (shop, secret) = await ShopAsync("signed-secret");
        using var operations = _api.Operator();
        var shown = await operations.GetStringAsync($"/ops/v1/networks/{shop.Network}");

        Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(secret["whsec_".Length..], string.Join('\n', _api.Logs.Lines), StringComparison.Ordinal);
        Assert.Equal("422 invalid-secret", await operations.PostAsJsonAsync(
            $"/ops/v1/networks/{shop.Network}/signature-secrets", new { secret = "short" }).OutcomeAsync());
    }

    [Fact]
    public async Task Network_that_has_to_sign_is_refused_until_it_has_a_secret_and_batches_always()
    {
        var shop = await Partner.OfAsync(_api, "signed-none", new { like = "webhooks" });
        var order = Order(shop, "confirmed", "1000", 1);
        Assert.Equal("401 unauthorized", await SendAsync(shop, order, Sign(OtherSecret, order, Now())));

        using var batch = new StringContent(order, Encoding.UTF8, "application/x-ndjson");
        Assert.Equal("403 signed-network", await _api.Client.PostAsync(shop.Address + "/batch", batch).OutcomeAsync());
    }

    [Fact]
    public async Task Secret_that_the_network_made_signs_its_query_as_well()
    {
        var shop = await Partner.OfAsync(_api, "signed-query", new
        {
            like = "admitad",
            signature = new { header = "X-Sign", hash = "hmacSha1", content = "query", format = "prefixedHex" },
        });
        using var operations = _api.Operator();
        Assert.Equal("201", await operations.PostAsJsonAsync(
            $"/ops/v1/networks/{shop.Network}/signature-secrets", new { secret = OtherSecret }).OutcomeAsync());
        var query = string.Join('&', shop.Clicked.Message().Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

#pragma warning disable CA5350 // Networks choose the hash.
        var signature = "sha1=" + Convert.ToHexStringLower(
            HMACSHA1.HashData(Encoding.UTF8.GetBytes(OtherSecret), Encoding.UTF8.GetBytes(query)));
#pragma warning restore CA5350
        await Eventually.TrueAsync(async () => await ResultAsync(query, signature) is "applied" or "unchanged", "the secret counts");
        Assert.Equal("401 unauthorized", await ResultAsync(query + "&x=1", signature));

        async Task<string> ResultAsync(string query, string signature)
        {
            using var response = await shop.SendAsync(query, [], null, ("X-Sign", signature));
            return (await Partner.ResultAsync(response)).Result;
        }
    }

    private const string OtherSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private async Task<(Partner Shop, string Secret)> ShopAsync(string network)
    {
        var shop = await Partner.OfAsync(_api, network, new { like = "webhooks" });
        return (shop, await MakeSecretAsync(_api, network));
    }

    internal static async Task<string> MakeSecretAsync(TestApi api, string network)
    {
        using var operations = api.Operator();
        using var made = await operations.PostAsync($"/ops/v1/networks/{network}/signature-secrets", null);
        Assert.Equal("201", await made.OutcomeAsync());
        return (await made.JsonAsync()).GetProperty("secret").GetString()!;
    }

    internal static (string Name, string Value)[] Sign(string secret, string body) => Sign(secret, body, Now());

    private static string Order(Partner shop, string status, string amount, int version) => JsonSerializer.Serialize(new
    {
        lineId = "L-1",
        status,
        amount,
        clickId = shop.Clicked.ClickId,
        updatedAt = new DateTimeOffset(2026, 11, 4, 10, version, 0, TimeSpan.Zero),
    });

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static string Store(Partner shop) => shop.Network[..10] + "-s";

    internal static (string Name, string Value)[] Sign(string secret, string body, long time)
    {
        var id = "msg-" + Guid.NewGuid().ToString("N");
        var mac = HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{time}.{body}")));
        return
        [
            ("webhook-id", id), ("webhook-timestamp", time.ToString(CultureInfo.InvariantCulture)),
            ("webhook-signature", "v1," + Convert.ToBase64String(mac)),
        ];
    }

    private static Task<string> ResultAsync(Partner shop, string secret, string body) => SendAsync(shop, body, Sign(secret, body, Now()));

    private static async Task<string> SendAsync(Partner shop, string body, params (string Name, string Value)[] headers)
    {
        using var response = await shop.SendAsync("", Encoding.UTF8.GetBytes(body), "application/json", headers);
        return (await Partner.ResultAsync(response)).Result;
    }

    private static async Task<long> CashbackAsync(Partner shop, string status)
    {
        var purchase = await shop.Clicked.PurchaseAsync($"{shop.Network}:{Store(shop)}:L-1");
        Assert.Equal(status, purchase.GetProperty("status").GetString());
        return purchase.GetProperty("cashback").GetInt64();
    }
}
