using Cashback.Storage;
using Cashback.Transfers;

namespace Cashback.Devices;

internal sealed class DevicePromotionsGrain(
    [PersistentState(StateNames.DevicePromotions, StorageNames.Records)] IPersistentState<Stored<DevicePromotions>> state,
    IWalletGateway wallet,
    DeviceSettings settings,
    TimeProvider clock) : RecordGrain<DevicePromotions>(state), IDevicePromotionsGrain
{
    private DevicePromotions Promotions => Record ?? DevicePromotions.None;

    public async Task<Outcome<DevicePromotion>> PutAsync(DevicePromotion promotion)
    {
        if (!wallet.IsConfigured)
        {
            return new Rejection("wallet-not-configured", new(
                "No wallet service is configured that could pay the rewards.",
                "Не настроен кошелёк, с которого выплачиваются вознаграждения."));
        }

        promotion = promotion with { Limits = promotion.Limits ?? settings.LimitsFor(promotion.Budget) };
        var put = Promotions.Put(promotion, settings.RewardMax);
        if (put.Value is not { } next)
        {
            return put.Rejection!;
        }

        await SaveAsync(next);
        return promotion;
    }

    public Task<IReadOnlyList<DevicePromotion>> ListAsync() => Task.FromResult<IReadOnlyList<DevicePromotion>>([.. Promotions.ById.Values]);

    public Task<IReadOnlyList<DeviceMatch>> FindAsync(Imei imei, string? sku) =>
        Task.FromResult<IReadOnlyList<DeviceMatch>>(Promotions.Find(imei, sku, clock.GetUtcNow()));
}
