using System.Net.Http.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Operations;

public sealed class ReversalTests(SharedApi shared)
{
    private const string Reason = "The goods went back to the shop";
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task A_purchase_is_taken_back_once_however_often_it_is_asked_for()
    {
        var subscriber = await _api.SignInAsync();
        var purchase = await _api.BuyAsync(subscriber);
        using var op = _api.Operator();
        for (var i = 0; i < 3; i++)
        {
            using var response = await ReverseAsync(op, purchase, subscriber.Tokens.SubscriberId, Reason);
            Assert.Equal("reversed", (await response.EnsureSuccessStatusCode().JsonAsync()).Text("status"));
        }

        Assert.Equal(0, (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth"));
        var line = (await subscriber.Client.ReadAsync("/api/v1/me/history?type=purchase")).Items()[0];
        Assert.Equal(Reason, line.Text("reason"));
        Assert.Equal(-50, line.Number("bonuses"));
        Assert.Equal(0, line.Number("balanceAfter"));
    }

    [Fact]
    public async Task An_idempotency_key_gives_the_first_answer_again_and_refuses_another_body()
    {
        var subscriber = await _api.SignInAsync();
        var purchase = await _api.BuyAsync(subscriber);
        using var op = _api.Operator();
        op.DefaultRequestHeaders.Add("Idempotency-Key", purchase);
        using var first = await ReverseAsync(op, purchase, subscriber.Tokens.SubscriberId, Reason);
        using var again = await ReverseAsync(op, purchase, subscriber.Tokens.SubscriberId, Reason);
        Assert.Equal(await first.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(
            "422 idempotency-key-reused", await ReverseAsync(op, purchase, subscriber.Tokens.SubscriberId, "Another reason").OutcomeAsync());
    }

    [Fact]
    public async Task Replayed_request_gets_the_stored_answer_and_is_not_decided_anew()
    {
        var subscriber = await _api.SignInAsync();
        var (line, click) = (Shopping.NewLine(), await subscriber.ClickAsync());
        var purchase = await _api.BuyAsync(subscriber, status: "new", line: line, click: click);
        using var op = _api.Operator();
        op.DefaultRequestHeaders.Add("Idempotency-Key", purchase);
        Assert.Equal("409 purchase-not-confirmed", await ReverseAsync(op, purchase, subscriber.Tokens.SubscriberId, Reason).OutcomeAsync());

        await _api.BuyAsync(subscriber, line: line, click: click);
        Assert.Equal("409 purchase-not-confirmed", await ReverseAsync(op, purchase, subscriber.Tokens.SubscriberId, Reason).OutcomeAsync());
        Assert.Equal(50, (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth"));
    }

    [Theory]
    [InlineData("ID", "", "reason")]
    [InlineData("ID", "no", "reason")]
    [InlineData("ID", "two\nlines", "reason")]
    [InlineData("ID", null, "reason")]
    [InlineData("someone", Reason, "subscriberId")]
    [InlineData("", Reason, "subscriberId")]
    public async Task A_reversal_without_an_owner_or_a_reason_is_refused_with_its_field(string subscriberId, string? reason, string field)
    {
        using var op = _api.Operator();
        var id = subscriberId == "ID" ? (await _api.SignInAsync()).Tokens.SubscriberId : subscriberId;
        using var response = await ReverseAsync(op, "admitad:ozon:1", id, reason);
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Fact]
    public async Task A_reason_of_501_characters_is_too_long()
    {
        using var op = _api.Operator();
        var id = (await _api.SignInAsync()).Tokens.SubscriberId;
        Assert.Equal("400 invalid-request", await ReverseAsync(op, "admitad:ozon:1", id, new string('x', 501)).OutcomeAsync());
    }

    [Fact]
    public async Task A_purchase_of_another_subscriber_is_not_found()
    {
        var (owner, other) = (await _api.SignInAsync(), await _api.SignInAsync());
        var purchase = await _api.BuyAsync(owner);
        using var op = _api.Operator();
        Assert.StartsWith(
            "404 ", await ReverseAsync(op, purchase, other.Tokens.SubscriberId, Reason).OutcomeAsync(), StringComparison.Ordinal);
        Assert.Equal("404 not-found", await ReverseAsync(op, "nothing", owner.Tokens.SubscriberId, Reason).OutcomeAsync());
        Assert.Equal(50, (await owner.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth"));
    }

    private static Task<HttpResponseMessage> ReverseAsync(HttpClient op, string purchase, string subscriberId, string? reason) =>
        op.PostAsJsonAsync($"/ops/v1/purchases/{purchase}/reversal", new { subscriberId, reason });
}
