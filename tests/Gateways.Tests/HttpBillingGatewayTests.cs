using Cashback.Payouts;
using Microsoft.Extensions.Hosting;

namespace Cashback.Gateways.Tests;

public sealed class HttpBillingGatewayTests : IAsyncLifetime
{
    private static readonly Phone Number = new("+79161234567");
    private RemoteService _billing = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _billing = await RemoteService.StartAsync();
        _host = GatewayHost.Build(
            "Production",
            ("Cashback:Billing:Url", $"{_billing.Address}/top-ups"),
            ("Cashback:Billing:Token", "billing-token"),
            ("Cashback:Sms:ApiKey", "key"),
            ("Cashback:Smtp:Host", "127.0.0.1"),
            ("Cashback:Smtp:From", "cashback@example.ru"));
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _billing.DisposeAsync();
    }

    [Fact]
    public async Task Top_up_carries_its_key_number_and_whole_rubles()
    {
        _billing.Answer(200, """{"status":"paid"}""");

        var answer = await TopUpAsync();

        Assert.Equal(new PayoutAnswer(true), answer);
        var request = Assert.Single(_billing.Requests);
        Assert.Equal(("POST", "/top-ups", "01J:2026-11:g1", "Bearer billing-token"), (request.Method, request.Path, request.Key, request.Authorization));
        Assert.StartsWith("application/json", request.ContentType, StringComparison.Ordinal);
        Assert.Equal("""{"phone":"+79161234567","amount":300}""", request.Body.Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusal_comes_with_its_reason()
    {
        _billing.Answer(200, """{"status":"refused","reason":"номер заблокирован"}""");

        Assert.Equal(new PayoutAnswer(false, "номер заблокирован"), await TopUpAsync());
    }

    [Fact]
    public async Task Failure_is_asked_again_with_the_same_key()
    {
        _billing.Answer(503, "").Answer(500, "").Answer(200, """{"status":"paid"}""");

        Assert.True((await TopUpAsync()).Paid);
        Assert.Equal(3, _billing.Requests.Count);
        Assert.All(_billing.Requests, request => Assert.Equal("01J:2026-11:g1", request.Key));
    }

    [Theory]
    [InlineData(202, "")]
    [InlineData(400, """{"status":"refused"}""")]
    [InlineData(401, "")]
    [InlineData(302, "")]
    [InlineData(200, "")]
    [InlineData(200, "paid")]
    [InlineData(200, "null")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"status":"PAID?"}""")]
    public async Task Anything_but_paid_or_refused_is_unknown_and_not_asked_again_at_once(int status, string body)
    {
        _billing.Answer(status, body);

        await Assert.ThrowsAsync<HttpRequestException>(TopUpAsync);

        Assert.Single(_billing.Requests);
    }

    [Fact]
    public async Task Lost_connection_is_unknown()
    {
        _billing.Answer(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<HttpRequestException>(TopUpAsync);
    }

    [Fact]
    public async Task Cancelled_question_ends_at_once()
    {
        using var cancellation = new CancellationTokenSource();
        _billing.Answer(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _host.Get<IBillingGateway>().TopUpAsync("01J:2026-11:g1", Number, 300, cancellation.Token).WaitAsync(TimeSpan.FromSeconds(3)));
    }

    private Task<PayoutAnswer> TopUpAsync() =>
        _host.Get<IBillingGateway>().TopUpAsync("01J:2026-11:g1", Number, 300, CancellationToken.None);
}
