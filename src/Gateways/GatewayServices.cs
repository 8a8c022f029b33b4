using System.Net;
using Cashback.Messages;
using Cashback.Payouts;
using Cashback.Phones;
using Cashback.Programme;
using Cashback.Receipts;
using Cashback.Reconciliations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Cashback.Gateways;

public static class GatewayServices
{
    /// <summary>
    /// Number directory, billing, SMS and e-mail, by the settings <c>Cashback:Numbers</c>, <c>Cashback:Billing</c>,
    /// <c>Cashback:Sms</c> and <c>Cashback:Smtp</c>. In Development what is not configured is a sandbox; anywhere else the host refuses to
    /// start without it. Needs a <see cref="TimeProvider"/>.
    /// </summary>
    public static IHostApplicationBuilder AddCashbackGateways(this IHostApplicationBuilder builder)
    {
        var sandboxAllowed = builder.Environment.IsDevelopment();
        builder.AddNumberDirectory();
        builder.AddBilling(sandboxAllowed);
        builder.AddSms(sandboxAllowed);
        builder.AddEmail(sandboxAllowed);
        builder.AddStatistics();
        builder.AddFiscalData(sandboxAllowed);
        builder.AddTransfers(sandboxAllowed);
        if (sandboxAllowed)
        {
            builder.Services.TryAddSingleton<SandboxControls>();
            builder.Services.TryAddSingleton<SandboxOutbox>();
            builder.Services.TryAddSingleton<SandboxPost>();
            builder.Services.TryAddSingleton<SandboxBilling>();
            builder.Services.TryAddSingleton<SandboxFiscalData>();
            builder.Services.TryAddSingleton<SandboxWallet>();
            builder.Services.TryAddSingleton<SandboxCardBank>();
        }

        return builder;
    }

    private static void AddNumberDirectory(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCheckedSettings<NumberDirectorySettings>(NumberDirectorySettings.Section);
        builder.Services.AddSingleton<INumberDirectory, PrefixNumberDirectory>();
    }

    private static void AddBilling(this IHostApplicationBuilder builder, bool sandboxAllowed)
    {
        if (sandboxAllowed && string.IsNullOrEmpty(builder.Configuration[$"{BillingSettings.Section}:Url"]))
        {
            builder.Services.AddSingleton<IBillingGateway>(services => services.GetRequiredService<SandboxBilling>());
            builder.Services.AddSingleton(new BillingLimits());
            return;
        }

        builder.Services.AddCheckedSettings<BillingSettings>(BillingSettings.Section);
        builder.Services.AddSingleton<IBillingGateway, HttpBillingGateway>();
        builder.Services.AddSingleton(services => LimitsOf(services.GetRequiredService<IOptions<BillingSettings>>().Value));
        if (!string.IsNullOrEmpty(builder.Configuration[$"{BillingSettings.Section}:BatchUrl"]))
        {
            builder.Services.AddSingleton<IBillingBatch, HttpBillingBatch>();
        }

        // A retry is safe, since it has the same idempotency key; the payout gives up on a call after ten seconds.
        builder.Services.AddGatewayClient(HttpBillingGateway.Client).AddResilienceHandler(HttpBillingGateway.Client, pipeline =>
        {
            pipeline.TimeProvider = TimeProvider.System;
            pipeline.AddTimeout(TimeSpan.FromSeconds(9))
                .AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(200) })
                .AddTimeout(TimeSpan.FromSeconds(4));
        });
    }

    private static BillingLimits LimitsOf(BillingSettings billing) => new(billing.CallsAtOnce, billing.BatchSize);

    private static void AddSms(this IHostApplicationBuilder builder, bool sandboxAllowed)
    {
        if (sandboxAllowed && !(builder.Configuration.GetSection(SmsSettings.Section).Get<SmsSettings>()?.HasCredentials ?? false))
        {
            builder.Services.AddSingleton<ISmsGateway, SandboxSmsGateway>();
            return;
        }

        builder.Services.AddCheckedSettings<SmsSettings>(SmsSettings.Section);
        if (builder.Configuration[$"{SmsSettings.Section}:Service"] == SmsSettings.SmsRu)
        {
            builder.Services.AddSingleton<ISmsGateway, SmsRuGateway>();
        }
        else
        {
            builder.Services.AddSingleton<ISmsGateway, SmscSmsGateway>();
        }

        builder.Services.AddGatewayClient(SmscSmsGateway.Client).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(9));
    }

    private static void AddEmail(this IHostApplicationBuilder builder, bool sandboxAllowed)
    {
        if (sandboxAllowed && string.IsNullOrEmpty(builder.Configuration[$"{SmtpSettings.Section}:Host"]))
        {
            builder.Services.AddSingleton<IEmailGateway, SandboxEmailGateway>();
            return;
        }

        builder.Services.AddCheckedSettings<SmtpSettings>(SmtpSettings.Section);
        builder.Services.AddSingleton<IEmailGateway, SmtpEmailGateway>();
    }

    private static void AddStatistics(this IHostApplicationBuilder builder)
    {
        const string Section = AdmitadSettings.Section;
        var configured = builder.Configuration.GetSection(Section).Get<AdmitadSettings>() ?? new AdmitadSettings();
        builder.Services.AddCheckedSettings<AdmitadSettings>(Section);
        builder.Services.AddSingleton<AdmitadClient>();
        builder.Services.AddSingleton<INetworkStatistics, AdmitadStatistics>();
        if (configured.HasCredentials)
        {
            builder.Services.AddHostedService<StatisticsSchedule>();
        }

        builder.Services.AddGatewayClient(AdmitadClient.Client)
            .ConfigureHttpClient(client =>
            {
                client.MaxResponseContentBufferSize = 32 * 1024 * 1024;
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .AddResilienceHandler(AdmitadClient.Client, pipeline =>
            {
                pipeline.TimeProvider = TimeProvider.System;
                var retry = new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = 6,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(500),
                    DelayGenerator = attempt => ValueTask.FromResult(RequestedWait(attempt.Outcome.Result)),
                };
                pipeline.AddRetry(retry).AddTimeout(TimeSpan.FromMinutes(1));
            });
    }

    private static void AddFiscalData(this IHostApplicationBuilder builder, bool sandboxAllowed)
    {
        const string Section = FiscalDataSettings.Section;
        builder.Services.AddCheckedSettings<FiscalDataSettings>(Section);
        if (sandboxAllowed && string.IsNullOrEmpty(builder.Configuration[$"{Section}:Token"]))
        {
            builder.Services.AddSingleton<IFiscalDataService>(services => services.GetRequiredService<SandboxFiscalData>());
            return;
        }

        builder.Services.AddSingleton<IFiscalDataService, ProverkachekaService>();
        builder.Services.AddGatewayClient(ProverkachekaService.Client).ConfigureHttpClient(client =>
        {
            // An answer also contains the receipt as an HTML page.
            client.MaxResponseContentBufferSize = 4 * 1024 * 1024;
            client.Timeout = TimeSpan.FromSeconds(9);
        });
    }

    // Not for hours: the next run comes by itself.
    private static TimeSpan? RequestedWait(HttpResponseMessage? response)
    {
        var requested = response?.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - TimeProvider.System.GetUtcNow() : null;
        return requested is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, TimeSpan.TicksPerMinute * 5)) : null;
    }

    internal static IHttpClientBuilder AddGatewayClient(this IServiceCollection services, string name) =>
        services.AddHttpClient(name)
            .ConfigureHttpClient(client => client.MaxResponseContentBufferSize = 64 * 1024)

            // The default loggers write whole URLs, which are of no use.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });

    internal static bool IsHttp(Uri? url) =>
        url is { IsAbsoluteUri: true } && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
