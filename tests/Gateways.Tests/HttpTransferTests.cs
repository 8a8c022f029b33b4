using Cashback.Programme;
using Cashback.Receipts;
using Cashback.Transfers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways.Tests;

/// <summary>The wallet service and the cards' bank, as a real HTTP server sees them.</summary>
public sealed class HttpTransferTests : IAsyncLifetime
{
    private RemoteService _remote = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _remote = await RemoteService.StartAsync();
        _host = GatewayHost.Build(
            "Production",
            ("Cashback:Billing:Url", "https://billing.example/"),
            ("Cashback:Sms:ApiKey", "key"),
            ("Cashback:Wallet:Url", $"{_remote.Address}/wallet"),
            ("Cashback:Wallet:Token", "wallet-token"),
            ("Cashback:CardBank:Url", $"{_remote.Address}/cards"));
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _remote.DisposeAsync();
    }

    [Fact]
    public async Task Wallet_gets_key_number_and_amount_in_kopecks()
    {
        _remote.Answer(200, """{"status":"paid"}""");

        Assert.Equal(new TransferAnswer(true), await PayInAsync(3_000));

        var request = Assert.Single(_remote.Requests);
        Assert.Equal(("POST", "/wallet", "device:1:1", "Bearer wallet-token"), (request.Method, request.Path, request.Key, request.Authorization));
        Assert.Equal("""{"amount":"3000.00","currency":"RUB","phone":"+79031234567"}""", request.Body.Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bank_gets_key_card_and_amount_in_kopecks()
    {
        _remote.Answer(200, """{"status":"paid"}""");

        Assert.True((await _host.Get<ICardBankGateway>().CreditAsync("card-credit:c:2026-11-27", "c-1", 151.2m, CancellationToken.None)).Paid);

        var request = Assert.Single(_remote.Requests);
        Assert.Equal(("/cards", "card-credit:c:2026-11-27", null), (request.Path, request.Key, request.Authorization));
        Assert.Equal("""{"amount":"151.20","currency":"RUB","card":"c-1"}""", request.Body);
    }

    [Fact]
    public async Task Refusal_comes_with_its_reason()
    {
        _remote.Answer(200, """{"status":"refused","reason":"нет кошелька"}""");

        Assert.Equal(new TransferAnswer(false, "нет кошелька"), await PayInAsync(1));
    }

    [Fact]
    public async Task Failure_is_asked_again_with_the_same_key()
    {
        _remote.Answer(503, "").Answer(429, "").Answer(200, """{"status":"paid"}""");

        Assert.True((await PayInAsync(1)).Paid);
        Assert.Equal(3, _remote.Requests.Count);
        Assert.All(_remote.Requests, request => Assert.Equal("device:1:1", request.Key));
    }

    [Theory]
    [InlineData(202, "")]
    [InlineData(400, """{"status":"refused"}""")]
    [InlineData(401, "")]
    [InlineData(302, "")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"status":"maybe"}""")]
    public async Task Anything_but_paid_or_refused_is_unknown(int status, string body)
    {
        _remote.Answer(status, body);

        await Assert.ThrowsAsync<HttpRequestException>(() => PayInAsync(1));

        Assert.Single(_remote.Requests);
    }

    [Fact]
    public async Task Lost_connection_is_unknown()
    {
        _remote.Answer(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => PayInAsync(1));
    }

    [Fact]
    public async Task Installation_can_do_without_either_and_then_says_so()
    {
        using var without = GatewayHost.Build(
            "Production",
            ("Cashback:Billing:Url", "https://billing.example/"),
            ("Cashback:Sms:ApiKey", "key"),
            ("Cashback:Smtp:Host", "smtp.example"),
            ("Cashback:Smtp:From", "cashback@example.ru"));
        await without.StartAsync();

        Assert.False(without.Get<IWalletGateway>().IsConfigured);
        Assert.False(without.Get<ICardBankGateway>().IsConfigured);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            without.Get<IWalletGateway>().PayInAsync("k", new Phone("+79031234567"), 1, CancellationToken.None));
    }

    [Fact]
    public async Task Address_that_is_empty_counts_as_none_as_the_compose_file_passes_it()
    {
        using var without = GatewayHost.Build(
            "Production",
            ("Cashback:Billing:Url", "https://billing.example/"),
            ("Cashback:Sms:ApiKey", "key"),
            ("Cashback:Smtp:Host", "smtp.example"),
            ("Cashback:Smtp:From", "cashback@example.ru"),
            ("Cashback:Wallet:Url", string.Empty),
            ("Cashback:Wallet:Token", string.Empty),
            ("Cashback:CardBank:Url", string.Empty),
            ("Cashback:FiscalData:Token", string.Empty));
        await without.StartAsync();

        Assert.False(without.Get<IWalletGateway>().IsConfigured);
        Assert.False(without.Get<ICardBankGateway>().IsConfigured);
        Assert.False(without.Get<IFiscalDataService>().IsConfigured);
    }

    [Theory]
    [InlineData("Cashback:Wallet:Url")]
    [InlineData("Cashback:CardBank:Url")]
    public async Task Address_that_is_none_is_refused_by_name(string setting)
    {
        using var wrong = GatewayHost.Build("Development", (setting, "ftp://somewhere/"));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => wrong.StartAsync());

        Assert.StartsWith(setting, StartupException.Describe(refusal), StringComparison.Ordinal);
    }

    private Task<TransferAnswer> PayInAsync(decimal amount) =>
        _host.Get<IWalletGateway>().PayInAsync("device:1:1", new Phone("+79031234567"), amount, CancellationToken.None);
}
