using Cashback.Messages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Hosting;

namespace Cashback.Gateways.Tests;

public sealed class SmscSmsGatewayTests : IAsyncLifetime
{
    private RemoteService _sms = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _sms = await RemoteService.StartAsync();
        _host = GatewayHost.Build(
            "Production",
            ("Cashback:Billing:Url", "http://127.0.0.1:9/"),
            ("Cashback:Sms:Url", $"{_sms.Address}/sys/send.php"),
            ("Cashback:Sms:Login", "cashback"),
            ("Cashback:Sms:Password", "p&=ss"),
            ("Cashback:Sms:Sender", "CASHBACK"),
            ("Cashback:Smtp:Host", "127.0.0.1"),
            ("Cashback:Smtp:From", "cashback@example.ru"));
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _sms.DisposeAsync();
    }

    [Fact]
    public async Task Message_is_posted_as_the_service_wants_it()
    {
        _sms.Answer(200, """{"id":"0123","cnt":1}""");

        await SendAsync("01J:settled:2026-11");

        var request = Assert.Single(_sms.Requests);
        Assert.Equal(("POST", "/sys/send.php"), (request.Method, request.Path));
        var form = QueryHelpers.ParseQuery(request.Body).ToDictionary(field => field.Key, field => field.Value.ToString());
        Assert.Matches(@"^[A-Za-z0-9._-]{1,40}$", form["id"]);
        form.Remove("id");
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["phones"] = "+79161234567",
                ["mes"] = "Ноябрь: доступно 1 бонус",
                ["fmt"] = "3",
                ["charset"] = "utf-8",
                ["login"] = "cashback",
                ["psw"] = "p&=ss",
                ["sender"] = "CASHBACK",
            },
            form);
    }

    [Fact]
    public async Task Same_message_always_has_the_same_id_and_another_one_another()
    {
        _sms.Answer(200, """{"id":"0123","cnt":1}""");

        await SendAsync("01J:a");
        await SendAsync("01J:a");
        await SendAsync("01J:b");

        var ids = _sms.Requests.Select(request => QueryHelpers.ParseQuery(request.Body)["id"].ToString()).ToArray();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Number_or_text_that_can_never_be_sent_is_refused_for_good(int code)
    {
        _sms.Answer(200, $$"""{"error":"invalid number","error_code":{{code}},"id":1}""");

        var refusal = await Assert.ThrowsAsync<SendingException>(() => SendAsync("01J:a"));

        Assert.Equal(SendingFault.Refused, refusal.Fault);
        Assert.Contains("invalid number", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"error":"no money","error_code":3}""", SendingFault.Account)]
    [InlineData(200, """{"error":"authorise error","error_code":2}""", SendingFault.Account)]
    [InlineData(200, """{"error":"duplicate request, wait a minute","error_code":9}""", SendingFault.Unreachable)]
    [InlineData(200, """{"id":5,"cnt":0}""", SendingFault.Unreachable)]
    [InlineData(200, "null", SendingFault.Unreachable)]
    [InlineData(200, "OK - 1 SMS", SendingFault.Unreachable)]
    [InlineData(500, "", SendingFault.Unreachable)]
    [InlineData(429, "", SendingFault.Unreachable)]
    public async Task Anything_else_is_not_known_to_be_sent_and_is_not_repeated_at_once(int status, string body, SendingFault fault)
    {
        _sms.Answer(status, body);

        Assert.Equal(fault, (await Assert.ThrowsAsync<SendingException>(() => SendAsync("01J:a"))).Fault);

        Assert.Single(_sms.Requests);
    }

    [Theory]
    [InlineData("""{"status":-1,"last_date":"","last_timestamp":0}""", null)]
    [InlineData("""{"status":0,"last_date":"22.11.2026 10:00:00","last_timestamp":1}""", null)]
    [InlineData("""{"status":1,"last_date":"22.11.2026 10:00:00","last_timestamp":1,"err":0}""", true)]
    [InlineData("""{"status":2}""", true)]
    [InlineData("""{"status":3,"err":6}""", false)]
    [InlineData("""{"status":20,"err":1}""", false)]
    [InlineData("""{"status":25,"err":255}""", false)]
    public async Task Delivery_is_asked_for_by_the_id_that_the_message_went_out_with(string answer, bool? delivered)
    {
        _sms.Answer(200, """{"id":"0123","cnt":1}""").Answer(200, answer);

        var id = await SendAsync("01J:a");
        var delivery = await _host.Get<ISmsGateway>().GetDeliveryAsync(id!, new Phone("+79161234567"), CancellationToken.None);

        Assert.Equal(delivered, delivery.Delivered);
        var (sent, asked) = (QueryHelpers.ParseQuery(_sms.Requests.First().Body), QueryHelpers.ParseQuery(_sms.Requests.Last().Body));
        Assert.Equal("/sys/status.php", _sms.Requests.Last().Path);
        Assert.Equal((sent["id"], "+79161234567"), (asked["id"], asked["phone"].ToString()));
    }

    [Theory]
    [InlineData("""{"status":1}""", true)]
    [InlineData("""{"status":-1}""", true)]
    [InlineData("""{"status":-3}""", false)]
    [InlineData("""{"error":"message not found","error_code":3}""", false)]
    public async Task Whether_it_has_a_message_is_asked_by_our_own_id(string answer, bool taken)
    {
        _sms.Answer(200, answer);

        var trace = await _host.Get<ISmsGateway>().FindAsync("01J:a", new Phone("+79161234567"), CancellationToken.None);

        Assert.Equal(taken, trace.Taken);
        Assert.Equal("/sys/status.php", _sms.Requests.Single().Path);
    }

    [Theory]
    [InlineData("""{"error":"authorise error","error_code":2}""")]
    [InlineData("null")]
    public async Task Question_without_an_answer_says_nothing_of_the_message(string answer)
    {
        _sms.Answer(200, answer);

        await Assert.ThrowsAsync<SendingException>(
            () => _host.Get<ISmsGateway>().GetDeliveryAsync("1", new Phone("+79161234567"), CancellationToken.None));
    }

    private Task<string?> SendAsync(string id) =>
        _host.Get<ISmsGateway>().SendAsync(id, new Phone("+79161234567"), "Ноябрь: доступно 1 бонус", CancellationToken.None);
}
