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
        _ when string.IsNullOrWhiteSpace(promotion.Name) || promotion.Name.Length > NameMax => ("name", new(
            $"A name of 1 to {NameMax} characters is expected.",
            $"Нужно название длиной от 1 до {NameMax} символов.")),
        _ when promotion.To <= promotion.From => ("to", new("The end must be after the beginning.", "Окончание должно быть позже начала.")),
        { Budget: <= 0 or > BudgetMax } => ("budget", new(
            $"A budget above zero and up to {BudgetMax} is expected.",
            $"Нужен бюджет больше нуля и не больше {BudgetMax}.")),
        _ when !Kopecks.AreWhole(promotion.Budget) => ("budget", new("Money has no more than two decimals.", "В сумме не может быть больше двух знаков после запятой.")),
        { Limits.PerWalletPerMonth: < 1 or > DeviceLimits.CountMax } => ("limits.perWalletPerMonth", new(
            $"A whole number from 1 to {DeviceLimits.CountMax} is expected.",
            $"Нужно целое число от 1 до {DeviceLimits.CountMax}.")),
        { Limits.PerShopPerHour: < 1 or > DeviceLimits.CountMax } => ("limits.perShopPerHour", new(
            $"A whole number from 1 to {DeviceLimits.CountMax} is expected.",
            $"Нужно целое число от 1 до {DeviceLimits.CountMax}.")),
        { Limits.HeldFromPercent: <= 0 or > DeviceLimits.PercentMax } => ("limits.heldFromPercent", new(
            $"A percentage above 0 and up to {DeviceLimits.PercentMax} is expected.",
            $"Нужен процент больше 0 и не больше {DeviceLimits.PercentMax}.")),
        { Limits.AlarmPerHour: < 0 or > BudgetMax } => ("limits.alarmPerHour", new(
            $"Rubles from 0 to {BudgetMax} are expected.",
            $"Нужна сумма в рублях от 0 до {BudgetMax}.")),
        { Devices.Length: 0 or > OffersMax } => ("devices", new($"1 to {OffersMax} devices are expected.", $"Нужно от 1 до {OffersMax} устройств.")),
        _ => null,
    };

    private static (string Field, LocalText Error)? Fault(DeviceOffer offer, decimal rewardMax) => offer switch
    {
        _ when string.IsNullOrWhiteSpace(offer.Model) || offer.Model.Length > NameMax => ("model", new(
            $"A model of 1 to {NameMax} characters is expected.",
            $"Нужна модель длиной от 1 до {NameMax} символов.")),
        { Tacs.IsEmpty: true, Sku: null } => ("tacs", new(
            "Type allocation codes, the shop's article, or both are expected.",
            "Нужны коды типа устройства (TAC), артикул магазина или и то и другое.")),
        { Tacs.Length: > TacsMax } => ("tacs", new(
            $"At most {TacsMax} type allocation codes are expected.",
            $"Допустимо не больше {TacsMax} кодов типа устройства (TAC).")),
        _ when !offer.Tacs.All(tac => tac is { Length: 8 } && tac.All(char.IsAsciiDigit)) => ("tacs", new(
            "A type allocation code is the first eight digits of an IMEI.",
            "Код типа устройства (TAC) — это первые восемь цифр IMEI.")),
        { Sku.Length: 0 or > SkuMax } => ("sku", new($"An article of 1 to {SkuMax} characters is expected.", $"Нужен артикул длиной от 1 до {SkuMax} символов.")),
        _ when offer.Reward <= 0 || offer.Reward > rewardMax => ("reward", new(
            $"A reward above zero and up to {rewardMax} is expected.",
            $"Нужно вознаграждение больше нуля и не больше {rewardMax}.")),
        _ when !Kopecks.AreWhole(offer.Reward) => ("reward", new("Money has no more than two decimals.", "В сумме не может быть больше двух знаков после запятой.")),
        _ => null,
    };
}
