using System.Net.Http.Headers;
using System.Net.Http.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Claims;

public sealed class ClaimDocumentTests(SharedApi shared)
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. new byte[5_000]];
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Document_is_kept_replaced_and_seen_by_its_owner_and_operations_only()
    {
        var (me, id) = await ClaimAsync(_api);
        using var op = _api.Operator();
        Assert.Equal("404 not-found", await me.GetAsync(At(id)).OutcomeAsync());
        Assert.Equal("404 not-found", await op.GetAsync(OpsAt(id)).OutcomeAsync());

        using var first = await PutAsync(me, id, Pdf);
        using var second = await PutAsync(me, id, Png);

        Assert.Equal(5_009, (await first.EnsureSuccessStatusCode().JsonAsync()).GetProperty("document").GetProperty("bytes").GetInt32());
        var noted = (await second.EnsureSuccessStatusCode().JsonAsync()).GetProperty("document");
        Assert.Equal(("image/png", Png.Length), (noted.Text("type"), noted.GetProperty("bytes").GetInt32()));
        foreach (var (client, address) in new[] { (me, At(id)), (op, OpsAt(id)) })
        {
            using var shown = await client.GetAsync(address);
            Assert.Equal(Png, await shown.Content.ReadAsByteArrayAsync());
            Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
            Assert.Equal("attachment", shown.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal("nosniff", Assert.Single(shown.Headers.GetValues("X-Content-Type-Options")));
        }

        Assert.Contains(
            (await op.ReadAsync("/ops/v1/claims?limit=100")).Items(),
            item => item.GetProperty("claim").Text("id") == id && item.GetProperty("claim").TryGetProperty("document", out _));
        var other = (await _api.SignInAsync()).Client;
        Assert.Equal("404 not-found", await other.GetAsync(At(id)).OutcomeAsync());
        Assert.Equal("404 not-found", await PutAsync(other, id, Pdf).OutcomeAsync());
    }

    [Fact]
    public async Task Claim_takes_ten_documents_and_keeps_the_last_one()
    {
        var (me, id) = await ClaimAsync(_api);
        foreach (var _ in Enumerable.Range(0, 9))
        {
            Assert.Equal("200", await PutAsync(me, id, Pdf).OutcomeAsync());
        }

        Assert.Equal("200", await PutAsync(me, id, Png).OutcomeAsync());
        Assert.Equal("409 too-many-documents", await PutAsync(me, id, Pdf).OutcomeAsync());
        using var shown = await me.GetAsync(At(id));
        Assert.Equal(Png, await shown.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Document_that_is_none_or_too_long_is_refused()
    {
        var (me, id) = await ClaimAsync(_api);

        Assert.Equal("415 unsupported-media-type", await PutAsync(me, id, []).OutcomeAsync());
        Assert.Equal("415 unsupported-media-type", await PutAsync(me, id, "<html><script>"u8.ToArray()).OutcomeAsync());
        Assert.Equal("415 unsupported-media-type", await PutAsync(me, id, Pdf, "text/html").OutcomeAsync());
        Assert.StartsWith("413", await PutAsync(me, id, [.. Pdf, .. new byte[1024 * 1024]]).OutcomeAsync(), StringComparison.Ordinal);
        Assert.Equal("200", await PutAsync(me, id, [.. Pdf, .. new byte[1024 * 1024 - Pdf.Length]]).OutcomeAsync());
        Assert.Equal("404 not-found", await PutAsync(me, "none", Pdf).OutcomeAsync());
    }

    [Fact]
    public async Task Document_goes_thirty_days_after_the_answer_and_none_comes_after_it()
    {
        await using var api = await TestApi.StartAsync();
        var (me, id) = await ClaimAsync(api);
        using var put = await PutAsync(me, id, Pdf);
        put.EnsureSuccessStatusCode();
        using var op = api.Operator();
        using var answered = await op.PostAsJsonAsync($"/ops/v1/claims/{id}/answer", new { result = "declined", reason = "No such order" });
        answered.EnsureSuccessStatusCode();

        Assert.Equal("409 claim-answered", await PutAsync(me, id, Png).OutcomeAsync());
        await api.AdvanceAsync(TimeSpan.FromDays(29));
        Assert.Equal("200", await op.GetAsync(OpsAt(id)).OutcomeAsync());
        await api.AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(10));

        Assert.Equal("404 not-found", await op.GetAsync(OpsAt(id)).OutcomeAsync());
        Assert.False((await op.ReadAsync($"/ops/v1/claims/{id}")).GetProperty("claim").TryGetProperty("document", out _));
    }

    private static async Task<(HttpClient Me, string Id)> ClaimAsync(TestApi api)
    {
        var subscriber = await api.SignInAsync();
        using var filed = await subscriber.Client.PostAsJsonAsync("/api/v1/me/claims", new
        {
            clickId = await subscriber.ClickAsync(),
            storeId = Shopping.Store,
            orderId = "N-1",
            amount = new { amount = "1000.00", currency = "RUB" },
            orderedAt = (await api.Client.ReadAsync("/dev/clock")).GetProperty("now").GetDateTimeOffset(),
        });
        return (subscriber.Client, (await filed.EnsureSuccessStatusCode().JsonAsync()).Text("id"));
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string claimId, byte[] content, string type = "application/pdf")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, At(claimId)) { Content = new ByteArrayContent(content) };

        // So that what is too long is refused before it is sent.
        request.Headers.ExpectContinue = true;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await client.SendAsync(request);
    }

    private static Uri At(string claimId) => new($"/api/v1/me/claims/{claimId}/document", UriKind.Relative);

    private static Uri OpsAt(string claimId) => new($"/ops/v1/claims/{claimId}/document", UriKind.Relative);
}
