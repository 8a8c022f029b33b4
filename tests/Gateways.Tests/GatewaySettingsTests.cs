using Cashback.Messages;
using Cashback.Payouts;
using Cashback.Phones;
using Cashback.Programme;
using Cashback.Subscribers;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways.Tests;

public class GatewaySettingsTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_development_the_host_refuses_to_start_without_billing_and_sms(string environment)
    {
        using var host = GatewayHost.Build(environment);

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        Assert.Contains("Cashback:Billing:Url", $"{refusal}", StringComparison.Ordinal);
        Assert.Contains("Cashback:Sms:ApiKey", $"{refusal}", StringComparison.Ordinal);
        Assert.Contains("Cashback:Smtp:Host", $"{refusal}", StringComparison.Ordinal);
        Assert.Contains("Cashback:Smtp:From", $"{refusal}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://billing/")]
    [InlineData("billing.example")]
    public async Task Billing_address_that_is_none_is_refused_by_name(string url)
    {
        using var host = GatewayHost.Build("Production", ("Cashback:Billing:Url", url), ("Cashback:Sms:ApiKey", "key"),
            ("Cashback:Smtp:Host", "smtp.example"), ("Cashback:Smtp:From", "cashback@example.ru"));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith("Cashback:Billing:Url", StartupException.Describe(refusal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cashback:Billing:BatchUrl", "ftp://billing/")]
    [InlineData("Cashback:Billing:BatchSize", "0")]
    [InlineData("Cashback:Billing:BatchSize", "251")]
    [InlineData("Cashback:Billing:CallsAtOnce", "0")]
    public async Task Billing_setting_that_can_not_be_used_is_refused_by_name(string name, string value)
    {
        using var host = GatewayHost.Build("Development", ("Cashback:Billing:Url", "https://billing.example/"), (name, value));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith(name, StartupException.Describe(refusal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cashback:Smtp:Port", "0")]
    [InlineData("Cashback:Smtp:Port", "65536")]
    [InlineData("Cashback:Smtp:Security", "ssl3")]
    [InlineData("Cashback:Smtp:From", "Cashback")]
    [InlineData("Cashback:Smtp:Password", "without a login")]
    public async Task Mail_setting_that_can_not_be_used_is_refused_by_name(string name, string value)
    {
        using var host = GatewayHost.Build(
            "Development", ("Cashback:Smtp:Host", "smtp.example"), ("Cashback:Smtp:From", "cashback@example.ru"), (name, value));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith(name, StartupException.Describe(refusal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_development_there_is_no_sandbox()
    {
        using var host = GatewayHost.Build(
            "Production", ("Cashback:Billing:Url", "https://billing.example/"), ("Cashback:Sms:ApiKey", "key"),
            ("Cashback:Smtp:Host", "smtp.example"), ("Cashback:Smtp:From", "cashback@example.ru"));
        await host.StartAsync();

        Assert.IsNotType<SandboxBilling>(host.Get<IBillingGateway>());
        Assert.Null(host.Services.GetService(typeof(SandboxOutbox)));
        Assert.Null(host.Services.GetService(typeof(SandboxControls)));
    }

    [Fact]
    public async Task Development_sends_into_the_sandbox_unless_a_service_is_configured()
    {
        using var bare = GatewayHost.Build("Development");
        using var configured = GatewayHost.Build("Development", ("Cashback:Billing:Url", "https://billing.example/"));
        await bare.StartAsync();
        await configured.StartAsync();

        Assert.Same(bare.Get<SandboxBilling>(), bare.Get<IBillingGateway>());
        Assert.IsNotType<SandboxBilling>(configured.Get<IBillingGateway>());
        await configured.Get<ISmsGateway>().SendAsync("m1", new Phone("+79161234567"), "text", CancellationToken.None);
        Assert.Single(configured.Get<SandboxOutbox>().List());
    }

    [Theory]
    [InlineData("+79100000000", SubscriberKind.Individual)]
    [InlineData("+79199999999", SubscriberKind.Individual)]
    [InlineData("+79801234567", SubscriberKind.Individual)]
    [InlineData("+79891234567", SubscriberKind.Individual)]
    [InlineData("+79150012345", SubscriberKind.Corporate)]
    [InlineData("+79150112345", SubscriberKind.Individual)]
    [InlineData("+79091234567", SubscriberKind.Guest)]
    [InlineData("+79201234567", SubscriberKind.Guest)]
    [InlineData("+79901234567", SubscriberKind.Guest)]
    public async Task Default_directory_tells_whose_a_number_is(string number, SubscriberKind kind)
    {
        using var host = GatewayHost.Build("Development");

        Assert.Equal(kind, await host.Get<INumberDirectory>().FindKindAsync(new Phone(number), CancellationToken.None));
    }

    [Theory]
    [InlineData("+79011234567", SubscriberKind.Individual)]
    [InlineData("+79010034567", SubscriberKind.Corporate)]
    [InlineData("+79161234567", SubscriberKind.Guest)]
    public async Task Configured_prefixes_replace_the_default_ones(string number, SubscriberKind kind)
    {
        using var host = GatewayHost.Build(
            "Development", ("Cashback:Numbers:OperatorPrefixes:0", "+7901"), ("Cashback:Numbers:CorporatePrefixes:0", "+790100"));

        Assert.Equal(kind, await host.Get<INumberDirectory>().FindKindAsync(new Phone(number), CancellationToken.None));
    }

    [Theory]
    [InlineData("916", "'916'")]
    [InlineData("+7701", "'+7701'")]
    [InlineData("+791500", "both")]
    public async Task Prefix_that_can_not_be_one_stops_the_start(string prefix, string complaint)
    {
        using var host = GatewayHost.Build("Development", ("Cashback:Numbers:OperatorPrefixes:0", prefix));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }
}
