using Cashback.Programme;
using Cashback.Transfers;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Cashback.Gateways;

/// <summary>
/// The wallet service and the cards' bank. Both are optional; promotions and cards that need one report that it is missing.
/// </summary>
internal static class TransferServices
{
    public static void AddTransfers(this IHostApplicationBuilder builder, bool sandboxAllowed)
    {
        if (builder.AddTransferClient(TransferSettings.Wallet, sandboxAllowed))
        {
            builder.Services.AddSingleton<IWalletGateway>(services => services.GetRequiredService<SandboxWallet>());
        }
        else
        {
            builder.Services.AddSingleton<IWalletGateway, HttpWalletGateway>();
        }

        if (builder.AddTransferClient(TransferSettings.CardBank, sandboxAllowed))
        {
            builder.Services.AddSingleton<ICardBankGateway>(services => services.GetRequiredService<SandboxCardBank>());
        }
        else
        {
            builder.Services.AddSingleton<ICardBankGateway, HttpCardBankGateway>();
        }
    }

    /// <returns>Whether the sandbox is used.</returns>
    private static bool AddTransferClient(this IHostApplicationBuilder builder, string section, bool sandboxAllowed)
    {
        builder.Services.AddCheckedSettings<TransferSettings>(section, name: section);
        builder.Services.AddGatewayClient(section).AddResilienceHandler(section, pipeline =>
        {
            // A retry is safe, since it has the same idempotency key; the caller gives up after ten seconds.
            pipeline.TimeProvider = TimeProvider.System;
            pipeline.AddTimeout(TimeSpan.FromSeconds(9))
                .AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(200) })
                .AddTimeout(TimeSpan.FromSeconds(4));
        });
        return sandboxAllowed && string.IsNullOrEmpty(builder.Configuration[$"{section}:Url"]);
    }
}
