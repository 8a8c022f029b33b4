using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.PointOfSale;

/// <summary>Shops, their tills, and certificates to redeem there.</summary>
internal static class Till
{
    private static int _numbers;

    public static string New(string what) => string.Create(CultureInfo.InvariantCulture, $"{what}-{Interlocked.Increment(ref _numbers)}");

    /// <summary>A till of a new shop; each has an address of its own only where the API trusts proxies.</summary>
    public static async Task<HttpClient> NewTillAsync(this TestApi api)
    {
        using var op = api.Operator();
        var shop = New("shop");
        (await op.PutAsJsonAsync($"/ops/v1/shops/{shop}", new { name = "Арбат" })).EnsureSuccessStatusCode();
        return api.Operator((await op.MakeKeyAsync(shop)).Text("key"));
    }

    public static async Task<JsonElement> MakeKeyAsync(this HttpClient op, string shop)
    {
        using var response = await op.PostAsync(new Uri($"/ops/v1/shops/{shop}/keys", UriKind.Relative), null);
        return await response.EnsureSuccessStatusCode().JsonAsync();
    }

    public static Task<HttpResponseMessage> LookAsync(this HttpClient till, string code) =>
        till.GetAsync(new Uri($"/pos/v1/certificates/{Uri.EscapeDataString(code)}", UriKind.Relative));

    public static Task<HttpResponseMessage> RedeemAsync(
        this HttpClient till, string code, string price = "14990", string? device = null, string? key = null, string receipt = "R-1") =>
        till.SendAsync(
            Request(code, new { price = new { amount = price, currency = "RUB" }, deviceId = device ?? New("DEVICE"), receiptId = receipt }, key));

    public static HttpRequestMessage Request(string code, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/pos/v1/certificates/{Uri.EscapeDataString(code)}/redemptions") { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }

    public static async Task<HttpResponseMessage> BuyCertificateAsync(this SignedIn subscriber, object denomination, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/certificates") { Content = JsonContent.Create(new { denomination }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await subscriber.Client.SendAsync(request);
    }

    /// <summary>A guest of the operator's who has saved so much, in a programme of the test's own.</summary>
    public static async Task<SignedIn> SaverAsync(this TestApi api, long savings)
    {
        var number = TestApi.NewNumber("903");
        await api.BuyAsync(await api.SignInAsync(number), (savings * 20).Text());
        await api.AdvanceAsync(TimeSpan.FromDays(32));
        return await api.SignInAsync(number);
    }

    private static string Text(this long number) => number.ToString(CultureInfo.InvariantCulture);
}
