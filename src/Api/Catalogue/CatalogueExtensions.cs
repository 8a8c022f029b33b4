namespace Cashback.Api.Catalogue;

internal static class CatalogueExtensions
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CatalogueCache>();
        builder.Services.AddSingleton<ReceiptPromotionsCache>();
        builder.Services.AddSingleton<WelcomeOffersCache>();
    }
}
