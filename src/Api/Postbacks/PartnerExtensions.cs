using Cashback.Api.Catalogue;
using Cashback.Api.Development;
using Cashback.Api.Operations;

namespace Cashback.Api.Postbacks;

/// <summary>What the endpoints for partners need: catalogue, postbacks and their operations.</summary>
internal static class PartnerExtensions
{
    /// <summary>After the programme (silo or client) was added, so that the sample data finds it running.</summary>
    public static void AddPartners(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<NetworkAccessCache>();
        services.AddSingleton<ArrivalClock>();
        services.AddSingleton<PartnerLimits>();
        services.AddSingleton<QuarantineCapacity>();
        services.AddSingleton<PostbackQuarantine>();
        services.AddSingleton<PartnerMetrics>();
        services.AddSingleton<PostbackIntake>();
        services.AddSingleton<PostbackBatch>();

        // Lines are held back by the machine's clock, which nobody can move.
        services.AddSingleton(provider => new QuarantineLog(provider.GetRequiredService<ILogger<QuarantineLog>>(), TimeProvider.System));
        services.AddHostedService<QuarantineGauges>();
        services.AddSingleton<QuarantineReplay>();
        services.AddSingleton<QuarantineRuns>();
        services.AddSingleton<CatalogueCache>();
        services.AddSingleton<ReceiptPromotionsCache>();
        services.AddSingleton<WelcomeOffersCache>();
        services.AddSingleton<StoreImport>();
        services.AddSingleton<ReconciliationSpool>();
        if (builder.Environment.IsDevelopment())
        {
            services.AddHostedService<SampleData>();
        }
    }
}
