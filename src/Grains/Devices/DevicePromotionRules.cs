namespace Cashback.Devices;

/// <summary>What a device promotion must be like, and which device is meant by an offer.</summary>
internal static class DevicePromotionRules
{
    private const int NameMax = 200;
    private const int OffersMax = 500;
    private const int TacsMax = 100;
    private const int SkuMax = 60;
    private const decimal BudgetMax = 10_000_000_000;

    /// <summary>An offer with both TACs and an article wants both to fit.</summary>
    public static bool Fits(DeviceOffer offer, Imei imei, string? sku) =>
        (offer.Tacs.IsEmpty || offer.Tacs.Contains(imei.Tac))
        && (offer.Sku is null || string.Equals(offer.Sku, sku, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why a sale waits for a person; null: it need not.</summary>
    /// <param name="shopHasRoom">The shop is within its limit of the hour.</param>
    public static DeviceHoldReason? WhyHeld(DeviceLimits limits, decimal reward, decimal price, bool shopHasRoom) =>
        reward * 100 >= price * limits.HeldFromPercent ? DeviceHoldReason.Price
        : shopHasRoom ? null
        : DeviceHoldReason.ShopRate;

    /// <summary>The field at fault and what is wrong with it; null: nothing.</summary>
    public static (string Field, LocalText Error)? Fault(DevicePromotion promotion, decimal rewardMax)
    {
        if (FaultAtTop(promotion) is { } fault)
        {
            return fault;
        }

        for (var i = 0; i < promotion.Devices.Length; i++)
        {
            if (Fault(promotion.Devices[i], rewardMax) is var (field, error))
            {
                return ($"devices[{i}].{field}", error);
            }
        }

        return null;
    }

    private static (string Field, LocalText Error)? FaultAtTop(DevicePromotion promotion) => promotion switch
    {
        _ when string.IsNullOrWhiteSpace(promotion.Name) || promotion.Name.Length > NameMax => ("name", $"A name of 1 to {NameMax} characters is expected."),
        _ when promotion.To <= promotion.From => ("to", "The end must be after the beginning."),
        { Budget: <= 0 or > BudgetMax } => ("budget", $"A budget above zero and up to {BudgetMax} is expected."),
        _ when !Kopecks.AreWhole(promotion.Budget) => ("budget", "Money has no more than two decimals."),
        { Limits.PerWalletPerMonth: < 1 or > DeviceLimits.CountMax } => ("limits.perWalletPerMonth", $"A whole number from 1 to {DeviceLimits.CountMax} is expected."),
        { Limits.PerShopPerHour: < 1 or > DeviceLimits.CountMax } => ("limits.perShopPerHour", $"A whole number from 1 to {DeviceLimits.CountMax} is expected."),
        { Limits.HeldFromPercent: <= 0 or > DeviceLimits.PercentMax } => ("limits.heldFromPercent", $"A percentage above 0 and up to {DeviceLimits.PercentMax} is expected."),
        { Limits.AlarmPerHour: < 0 or > BudgetMax } => ("limits.alarmPerHour", $"Rubles from 0 to {BudgetMax} are expected."),
        { Devices.Length: 0 or > OffersMax } => ("devices", $"1 to {OffersMax} devices are expected."),
        _ => null,
    };

    private static (string Field, LocalText Error)? Fault(DeviceOffer offer, decimal rewardMax) => offer switch
    {
        _ when string.IsNullOrWhiteSpace(offer.Model) || offer.Model.Length > NameMax => ("model", $"A model of 1 to {NameMax} characters is expected."),
        { Tacs.IsEmpty: true, Sku: null } => ("tacs", "Type allocation codes, the shop's article, or both are expected."),
        { Tacs.Length: > TacsMax } => ("tacs", $"At most {TacsMax} type allocation codes are expected."),
        _ when !offer.Tacs.All(tac => tac is { Length: 8 } && tac.All(char.IsAsciiDigit)) => ("tacs", "A type allocation code is the first eight digits of an IMEI."),
        { Sku.Length: 0 or > SkuMax } => ("sku", $"An article of 1 to {SkuMax} characters is expected."),
        _ when offer.Reward <= 0 || offer.Reward > rewardMax => ("reward", $"A reward above zero and up to {rewardMax} is expected."),
        _ when !Kopecks.AreWhole(offer.Reward) => ("reward", "Money has no more than two decimals."),
        _ => null,
    };
}
