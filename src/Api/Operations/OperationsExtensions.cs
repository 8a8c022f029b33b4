using Cashback.Api.Auth;

namespace Cashback.Api.Operations;

/// <summary>What operators do, a folder for each noun.</summary>
internal static class OperationsExtensions
{
    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StoreImport>();
        builder.Services.AddSingleton<QuarantineReplay>();
        builder.Services.AddSingleton<QuarantineRuns>();
        builder.Services.AddSingleton<ReconciliationSpool>();
        builder.Services.AddSingleton<ReconciliationStarts>();
        builder.Services.AddSingleton<SettlementRuns>();
        builder.Services.AddSingleton<CardFeed>();
    }

    public static void MapOperations(this WebApplication app)
    {
        var operations = app.MapGroup("/ops/v1").RequireAuthorization(Policies.Operations).LogChanges();
        operations.MapStoreOperations();
        operations.MapBoosts();
        operations.MapNetworkOperations();
        operations.MapExchangeRates();
        operations.MapQuarantine();
        operations.MapReconciliations();
        operations.MapSubscriberOperations();
        operations.MapReversals();
        operations.MapSettlements();
        operations.MapPayouts();
        operations.MapMessages();
        operations.MapCampaigns();
        operations.MapReceiptPromotions();
        operations.MapReceiptOperations();
        operations.MapClaimOperations();
        operations.MapCardOperations();
        operations.MapDevicePromotions();
        operations.MapShops();
        operations.MapAudit();
        operations.MapJournal();
    }
}
