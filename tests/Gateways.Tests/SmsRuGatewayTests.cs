using Cashback.Messages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Hosting;

namespace Cashback.Gateways.Tests;

public sealed class SmsRuGatewayTests : IAsyncLifetime
{
    private static readonly Phone Number = new("+79161234567");
    private RemoteService _sms = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _sms = await RemoteService.StartAsync();
        _host = GatewayHost.Build(
            "Development",
            ("Cashback:Sms:Service", "sms.ru"),
            ("Cashback:Sms:Url", $"{_sms.Address}/sms/send"),
            ("Cashback:Sms:ApiKey", "an-api-id"),
            ("Cashback:Sms:Sender", "CASHBACK"));
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _sms.DisposeAsync();
    }

    [Fact]
    public async Task Message_is_posted_as_the_service_wants_it_and_its_id_is_kept()
    {
        _sms.Answer(200, """{"status":"OK","status_code":100,"sms":{"79161234567":{"status":"OK","status_code":100,"sms_id":"000000-10000000"}},"balance":4122.56}""");

        Assert.Equal("000000-10000000", await SendAsync());

        var request = Assert.Single(_sms.Requests);
        Assert.Equal(("POST", "/sms/send"), (request.Method, request.Path));
        Assert.Equal(
            new Dictionary<string, string> { ["api_id"] = "an-api-id", ["to"] = "79161234567", ["msg"] = "Ноябрь: доступно 1 бонус", ["json"] = "1", ["from"] = "CASHBACK" },
            QueryHelpers.ParseQuery(request.Body).ToDictionary(field => field.Key, field => field.Value.ToString()));
    }

    [Theory]
    [InlineData("""{"status":"OK","status_code":100,"sms":{"79161234567":{"status":"ERROR","status_code":207,"status_text":"stop list"}}}""", SendingFault.Refused, "207: stop list")]
    [InlineData("""{"status":"OK","status_code":100,"sms":{"79161234567":{"status":"ERROR","status_code":202}}}""", SendingFault.Refused, "202")]
    [InlineData("""{"status":"OK","status_code":100,"sms":{"79161234567":{"status":"ERROR","status_code":201,"status_text":"no money"}}}""", SendingFault.Account, "no money")]
    [InlineData("""{"status":"ERROR","status_code":200,"status_text":"wrong api_id"}""", SendingFault.Account, "wrong api_id")]
    [InlineData("""{"status":"ERROR","status_code":301}""", SendingFault.Account, "301")]
    [InlineData("""{"status":"ERROR","status_code":220,"status_text":"try later"}""", SendingFault.Busy, "try later")]
    [InlineData("""{"status":"OK","status_code":100,"sms":{}}""", SendingFault.Unreachable, "unknown")]
    [InlineData("""{"status":"OK","status_code":100}""", SendingFault.Unreachable, "unknown")]
    [InlineData("null", SendingFault.Unreachable, "unknown")]
    [InlineData("100\n000000-10000000", SendingFault.Unreachable, "not its JSON")]
    public async Task Answer_of_the_service_tells_what_is_wrong(string body, SendingFault fault, string said)
    {
        _sms.Answer(200, body);

        var failure = await Assert.ThrowsAsync<SendingException>(SendAsync);

        Assert.Equal(fault, failure.Fault);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Single(_sms.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task Failure_of_the_service_is_not_repeated_at_once(int status)
    {
        _sms.Answer(status, "");

        Assert.Equal(SendingFault.Unreachable, (await Assert.ThrowsAsync<SendingException>(SendAsync)).Fault);
        Assert.Single(_sms.Requests);
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(102, null)]
    [InlineData(103, true)]
    [InlineData(110, true)]
    [InlineData(104, false)]
    [InlineData(108, false)]
    [InlineData(130, false)]
    [InlineData(131, false)]
    [InlineData(132, false)]
    [InlineData(150, false)]
    [InlineData(-1, false)]
    public async Task Delivery_is_asked_for_by_the_services_id(int code, bool? delivered)
    {
        _sms.Answer(200, $$$$"""{"status":"OK","status_code":100,"sms":{"000000-1":{"status_code":{{{{code}}}},"status":"OK","cost":0.50,"status_text":"so it is"}}}""");

        var delivery = await _host.Get<ISmsGateway>().GetDeliveryAsync("000000-1", Number, CancellationToken.None);

        Assert.Equal(delivered, delivery.Delivered);
        Assert.Equal(delivered is false ? $"{code}: so it is" : null, delivery.Reason);
        var request = Assert.Single(_sms.Requests);
        Assert.Equal("/sms/status", request.Path);
        Assert.Equal("000000-1", QueryHelpers.ParseQuery(request.Body)["sms_id"]);
    }

    [Theory]
    [InlineData("smsru", "Cashback:Sms:Service")]
    [InlineData("sms.ru", "Cashback:Sms:ApiKey")]
    public async Task Service_that_is_unknown_or_has_no_key_stops_the_start(string service, string named)
    {
        using var wrong = GatewayHost.Build(
            "Production", ("Cashback:Billing:Url", "https://billing.example/"), ("Cashback:Smtp:Host", "smtp.example"), ("Cashback:Smtp:From", "a@example.ru"),
            ("Cashback:Sms:Service", service), ("Cashback:Sms:Login", "x"), ("Cashback:Sms:Password", "x"));

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => wrong.StartAsync());

        Assert.Contains(named, refusal.ToString(), StringComparison.Ordinal);
    }

    private Task<string?> SendAsync() => _host.Get<ISmsGateway>().SendAsync("01J:a", Number, "Ноябрь: доступно 1 бонус", CancellationToken.None);
}
