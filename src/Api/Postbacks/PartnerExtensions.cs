using Cashback.Api.Catalogue;
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
        services.AddSingleton<PostbackIngestion>();
        services.AddSingleton<CatalogueCache>();
        services.AddSingleton<StoreImport>();
        if (builder.Environment.IsDevelopment())
        {
            services.AddHostedService<SampleData>();
        }
    }
}
