using System.Net.Http.Json;
using Cashback.Api.Tests.Auth;
using Cashback.Api.Tests.PointOfSale;
using Cashback.Support;

namespace Cashback.Api.Tests.Account;

public sealed class ExitTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task All_bonuses_become_a_certificate_by_e_mail_that_a_till_takes()
    {
        // Of its own: elsewhere others mistype codes.
        await using var api = await TestApi.StartAsync();
        var subscriber = await api.SignInAsync();
        var address = $"{TestApi.NewNumber()[1..]}@example.ru";
        await api.ConfirmEmailAsync(subscriber, address);
        await api.BuyAsync(subscriber, "24680");
        var (line, click) = (Shopping.NewLine(), await subscriber.ClickAsync());
        await api.BuyAsync(subscriber, status: "new", line: line, click: click);

        using var left = await api.ExitAsync(subscriber, new { acceptLoss = false });

        Assert.Equal("""{"sum":1234,"lost":0,"inPayout":0}""", await left.Content.ReadAsStringAsync());
        Assert.Equal("401 not-signed-in", await subscriber.Client.GetAsync(new Uri("/api/v1/me", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("401 sign-in-ended", await api.RefreshAsync(subscriber.Tokens.RefreshToken).OutcomeAsync());

        await Eventually.TrueAsync(async () => (await api.OutboxAsync(address)).Count == 2, "the letter is out");
        var letter = (await api.OutboxAsync(address))[0];
        Assert.Equal("email", letter.Channel);
        var code = System.Text.RegularExpressions.Regex.Match(letter.Text, "[2-9A-Z]{6}-[2-9A-Z]{6}-[2-9A-Z]{6}").Value;
        using var till = await api.NewTillAsync();
        using var redeemed = await till.RedeemAsync(code, "2000");
        Assert.Equal("""{"applied":1234,"leftToPay":766}""", await redeemed.Content.ReadAsStringAsync());

        // A late word about the purchase that ended is taken, and credits nobody.
        await api.BuyAsync(subscriber, line: line, click: click);
        using var op = api.Operator();
        var account = await op.ReadAsync($"/ops/v1/subscribers/{subscriber.Tokens.SubscriberId}");
        Assert.True(account.TryGetProperty("leftAt", out _));
        Assert.Equal(0, account.GetProperty("balance").Number("accruedThisMonth"));
        Assert.Equal(0, account.GetProperty("balance").Number("pending"));
    }

    [Fact]
    public async Task Answer_that_was_lost_is_given_again_though_the_sign_in_has_ended_and_nothing_else_is()
    {
        var subscriber = await _api.SignInAsync();
        await _api.BuyAsync(subscriber, "2000");
        var client = subscriber.Client;
        client.DefaultRequestHeaders.Add("Idempotency-Key", "leave-once");
        using var left = await _api.ExitAsync(subscriber, new { acceptLoss = true });
        Assert.Equal(200, (int)left.StatusCode);

        using var again = await ExitAsync(subscriber, new { acceptLoss = true });

        Assert.Equal(200, (int)again.StatusCode);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(await left.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("401 not-signed-in", await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("401 not-signed-in", await client.PostAsJsonAsync("/api/v1/me/certificates", new { denomination = 500 }).OutcomeAsync());
        client.DefaultRequestHeaders.Remove("Idempotency-Key");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "leave-twice");
        using var other = await ExitAsync(subscriber, new { acceptLoss = true });
        Assert.Equal(401, (int)other.StatusCode);
    }

    [Fact]
    public async Task Postback_for_one_who_left_is_applied_and_credits_nobody()
    {
        var subscriber = await _api.SignInAsync();
        var click = await subscriber.ClickAsync();
        using var left = await _api.ExitAsync(subscriber, new { acceptLoss = true });
        Assert.Equal(200, (int)left.StatusCode);

        var purchase = await _api.BuyAsync(subscriber, click: click);

        using var op = _api.Operator();
        var listed = Assert.Single((await op.ReadAsync($"/ops/v1/subscribers/{subscriber.Tokens.SubscriberId}/purchases")).Items());
        Assert.Equal((purchase, "declined", 0), (listed.Text("id"), listed.Text("status"), listed.Number("credited")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"acceptLoss\":false}")]
    public async Task Without_an_address_it_is_refused_with_the_sum_until_the_loss_is_accepted(string body)
    {
        var subscriber = await _api.SignInAsync();
        await _api.BuyAsync(subscriber, "2000");
        await _api.ProveAsync(subscriber, "leave");

        using var refused = await subscriber.Client.PostAsync(new Uri("/api/v1/me/exit", UriKind.Relative), Shopping.Json(body));
        Assert.Equal("409 exit-would-lose-bonuses", await refused.OutcomeAsync());
        Assert.Equal(100, (await refused.JsonAsync()).Number("sum"));

        using var left = await ExitAsync(subscriber, new { acceptLoss = true });
        Assert.Equal("""{"sum":0,"lost":100,"inPayout":0}""", await left.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{\"acceptLoss\":\"yes\"}")]
    [InlineData("{\"acceptLoss\":null}")]
    public async Task Consent_that_is_neither_true_nor_false_is_refused(string body)
    {
        var subscriber = await _api.SignInAsync();
        Assert.Equal("400 invalid-request", await subscriber.Client.PostAsync(new Uri("/api/v1/me/exit", UriKind.Relative), Shopping.Json(body)).OutcomeAsync());
    }

    [Fact]
    public async Task Number_registers_anew_and_operations_see_both()
    {
        await using var api = await TestApi.StartAsync();
        var number = TestApi.NewNumber();
        var first = await api.SignInAsync(number);
        using var left = await api.ExitAsync(first, new { acceptLoss = false });
        await api.AdvanceAsync(TimeSpan.FromMinutes(2));

        var second = await api.SignInAsync(number);

        Assert.True(second.Tokens.Registered);
        Assert.NotEqual(first.Tokens.SubscriberId, second.Tokens.SubscriberId);
        using var op = api.Operator();
        var found = (await op.ReadAsync($"/ops/v1/subscribers?phone={Uri.EscapeDataString(number)}")).Items();
        Assert.Equal([second.Tokens.SubscriberId, first.Tokens.SubscriberId], found.Select(account => account.Text("subscriberId")));
        Assert.NotEmpty((await op.ReadAsync($"/ops/v1/subscribers/{first.Tokens.SubscriberId}/history")).Items());
    }

    private static Task<HttpResponseMessage> ExitAsync(SignedIn subscriber, object body) => subscriber.Client.PostAsJsonAsync("/api/v1/me/exit", body);
}
