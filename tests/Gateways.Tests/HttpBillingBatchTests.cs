using System.Text.Json.Nodes;
using Cashback.Payouts;
using Cashback.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cashback.Gateways.Tests;

/// <summary>A billing system that takes many top-ups in one request.</summary>
public sealed class HttpBillingBatchTests : IAsyncLifetime
{
    private const int BatchSize = 6;
    private static readonly Phone Number = new("+79161234567");
    private static readonly PayoutAnswer Paid = new(true);
    private RemoteService _billing = null!;
    private IHost _host = null!;
    private BillingCalls _calls = null!;

    public async ValueTask InitializeAsync()
    {
        _billing = await RemoteService.StartAsync();
        _host = GatewayHost.Build(
            "Production",
            ("Cashback:Billing:Url", $"{_billing.Address}/top-ups"),
            ("Cashback:Billing:BatchUrl", $"{_billing.Address}/many"),
            ("Cashback:Billing:BatchSize", $"{BatchSize}"),
            ("Cashback:Billing:Token", "billing-token"),
            ("Cashback:Sms:ApiKey", "key"),
            ("Cashback:Smtp:Host", "127.0.0.1"),
            ("Cashback:Smtp:From", "cashback@example.ru"));
        _calls = new BillingCalls(
            _host.Get<IBillingGateway>(), _host.Get<BillingLimits>(), TimeProvider.System,
            NullLogger<BillingCalls>.Instance, _host.Get<IBillingBatch>());
    }

    public async ValueTask DisposeAsync()
    {
        _calls.Dispose();
        _host.Dispose();
        await _billing.DisposeAsync();
    }

    [Fact]
    public async Task Batch_carries_each_top_up_with_its_key_and_has_an_answer_for_each_that_is_decided()
    {
        _billing.Answer(
            200,
            """
            {"answers":[{"key":"b","status":"refused","reason":"номер заблокирован"},{"key":"a","status":"paid"},{"key":"c","status":"pending"},
              {"key":"a","status":"paid"},{"status":"paid"},null]}
            """);

        var answers = await SendAsync("a", "b", "c", "d");

        Assert.Equal(
            [new("a", Paid), new KeyValuePair<string, PayoutAnswer>("b", new(false, "номер заблокирован"))],
            answers.OrderBy(answer => answer.Key));
        var request = Assert.Single(_billing.Requests);
        Assert.Equal(("POST", "/many", null, "Bearer billing-token"), (request.Method, request.Path, request.Key, request.Authorization));
        Assert.Equal(
            """{"topUps":[{"key":"a","phone":"+79161234567","amount":300},{"key":"b","phone":"+79161234567","amount":300},"""
                + """{"key":"c","phone":"+79161234567","amount":300},{"key":"d","phone":"+79161234567","amount":300}]}""",
            request.Body.Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(202, "")]
    [InlineData(400, """{"answers":[{"key":"a","status":"paid"}]}""")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"answers":[{"key":"a","status":"paid"},{"key":"a","status":"refused"}]}""")]
    public async Task Anything_but_answers_leaves_all_of_a_batch_unknown(int status, string body)
    {
        _billing.Answer(status, body);

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("a", "b"));
        var payouts = await Task.WhenAll(StartAsync("a"), StartAsync("b"));

        Assert.All(payouts, payout => Assert.Equal((null, 1), (payout.Answer, payout.Attempts)));
        Assert.All(payouts, payout => Assert.NotNull(payout.LastError));
    }

    [Fact]
    public async Task Payouts_that_wait_for_others_go_together()
    {
        var keys = Enumerable.Range(0, 14).Select(n => $"{n}").ToArray();
        var release = new TaskCompletionSource();
        var all = string.Join(',', keys.Select(key => $$"""{"key":"{{key}}","status":"paid"}"""));
        _billing.Answer(async context =>
        {
            await release.Task;
            await context.Response.WriteAsync($$"""{"answers":[{{all}}]}""");
        });

        var payouts = keys.Select(StartAsync).ToArray();
        await Eventually.TrueAsync(
            () => Task.FromResult(_billing.Requests.Count == BillingBatches.AtOnce), "as many requests as may be are under way");
        release.SetResult();

        Assert.All(await Task.WhenAll(payouts), payout => Assert.Equal(Paid, payout.Answer));
        var sent = _billing.Requests.Select(KeysOf).ToArray();
        Assert.Equal([1, 1, 1, 1, 4, BatchSize], sent.Select(batch => batch.Length).Order());
        Assert.Equal(keys.Order(), sent.SelectMany(batch => batch).Order());
    }

    [Fact]
    public async Task Payout_without_an_answer_of_its_batch_is_asked_for_by_itself()
    {
        _billing.Answer(200, """{"answers":[]}""").Answer(200, """{"status":"paid"}""");

        var undecided = await StartAsync("a");
        Assert.Null(undecided.Answer);

        Assert.Equal(Paid, (await _calls.AskAsync(undecided)).Answer);
        Assert.Equal(["/many", "/top-ups"], _billing.Requests.Select(request => request.Path));
        Assert.Equal("a", _billing.Requests.Last().Key);
    }

    private static string[] KeysOf(Received request) =>
        [.. JsonNode.Parse(request.Body)!["topUps"]!.AsArray().Select(line => line!["key"]!.GetValue<string>())];

    private Task<Payout> StartAsync(string key) => _calls.StartAsync(new PayoutRequest(key, "01J", Number, 300));

    private Task<IReadOnlyDictionary<string, PayoutAnswer>> SendAsync(params IEnumerable<string> keys) =>
        _host.Get<IBillingBatch>().TopUpAsync([.. keys.Select(key => new TopUp(key, Number, 300))], CancellationToken.None);
}
