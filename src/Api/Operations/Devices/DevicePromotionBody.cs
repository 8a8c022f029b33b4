using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Devices;

namespace Cashback.Api.Operations;

/// <param name="To">The first moment after it.</param>
/// <param name="Budget">Rubles, for all devices together.</param>
/// <param name="Limits">What protects the budget from sales that never were; left out, in whole or in part: the programme's.</param>
public sealed record DevicePromotionRequest(
    string Name, DateTimeOffset From, DateTimeOffset To, Money Budget, IReadOnlyList<DeviceOfferBody?> Devices,
    DeviceLimitsRequest? Limits = null)
{
    internal DevicePromotion PromotionOf(string id, DeviceSettings settings) => new()
    {
        Id = id,
        Name = Name.Trim(),
        From = From,
        To = To,
        Budget = Budget.Amount,
        Devices = [.. Devices.Select(device => device!.ToOffer())],
        Limits = (Limits ?? new()).Over(settings.LimitsFor(Budget.Amount)),
    };

    /// <summary>The first field that is not there or not in rubles; null: none.</summary>
    internal (string Field, LocalText Error)? Fault()
    {
        if (Budget.Currency != Money.Rub)
        {
            return ("budget", new("Rubles are expected.", "Нужна сумма в рублях."));
        }

        if (Limits?.AlarmPerHour is { Currency: not Money.Rub })
        {
            return ("limits.alarmPerHour", new("Rubles are expected.", "Нужна сумма в рублях."));
        }

        for (var i = 0; i < Devices.Count; i++)
        {
            if (Devices[i] is not { } device)
            {
                return ($"devices[{i}]", new("A device is expected.", "Нужно устройство."));
            }

            if (device.Reward.Currency != Money.Rub)
            {
                return ($"devices[{i}].reward", new("Rubles are expected.", "Нужна сумма в рублях."));
            }
        }

        return null;
    }
}

/// <param name="PerWalletPerMonth">Rewards that one wallet's number can have in a month of the programme's calendar.</param>
/// <param name="PerShopPerHour">Rewards that one shop can report within an hour; what is over it waits for a person.</param>
/// <param name="HeldFromPercent">A reward of so much of the price, or more, waits for a person.</param>
/// <param name="AlarmPerHour">Rubles reserved within an hour from which operations are alarmed.</param>
public sealed record DeviceLimitsRequest(
    int? PerWalletPerMonth = null,
    int? PerShopPerHour = null,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] decimal? HeldFromPercent = null,
    Money? AlarmPerHour = null)
{
    internal DeviceLimits Over(DeviceLimits usual) => new(
        PerWalletPerMonth ?? usual.PerWalletPerMonth,
        PerShopPerHour ?? usual.PerShopPerHour,
        HeldFromPercent ?? usual.HeldFromPercent,
        AlarmPerHour?.Amount ?? usual.AlarmPerHour);
}

/// <param name="HeldFromPercent">50 means 50 %.</param>
public sealed record DeviceLimitsBody(int PerWalletPerMonth, int PerShopPerHour, string HeldFromPercent, Money AlarmPerHour);

/// <summary>A decision on a sale that waits for a person.</summary>
/// <param name="Decision"><c>release</c> (the reward is paid) or <c>decline</c>.</param>
/// <param name="Reason">3–500 characters.</param>
public sealed record DeviceDecisionRequest(string Imei, string Decision, string Reason);

/// <param name="Tacs">The first eight digits of its IMEIs; left out: any.</param>
/// <param name="Sku">The shop's article; left out: any.</param>
public sealed record DeviceOfferBody(string Model, Money Reward, IReadOnlyList<string?>? Tacs = null, string? Sku = null)
{
    internal DeviceOffer ToOffer() => new(Model.Trim(), [.. Tacs?.Select(tac => tac ?? "") ?? []], Sku?.Trim(), Reward.Amount);

    internal static DeviceOfferBody Of(DeviceOffer offer) => new(offer.Model, Money.Rubles(offer.Reward), offer.Tacs, offer.Sku);
}

/// <param name="Spent">In wallets.</param>
/// <param name="Reserved">For sales whose wallet has not answered yet.</param>
/// <param name="Left">What further sales can have.</param>
/// <param name="Sales">Devices that were rewarded.</param>
public sealed record DevicePromotionBody(
    string Id,
    string Name,
    DateTimeOffset From,
    DateTimeOffset To,
    Money Budget,
    Money Spent,
    Money Reserved,
    Money Left,
    long Sales,
    IReadOnlyList<DeviceOfferBody> Devices,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeviceLimitsBody? Limits)
{
    public static DevicePromotionBody Of(DevicePromotion promotion, DeviceBudgetView budget) => new(
        promotion.Id,
        promotion.Name,
        promotion.From,
        promotion.To,
        Money.Rubles(promotion.Budget),
        Money.Rubles(budget.Spent),
        Money.Rubles(budget.Reserved),
        Money.Rubles(promotion.Budget - budget.Spent - budget.Reserved),
        budget.Sales,
        [.. promotion.Devices.Select(DeviceOfferBody.Of)],
        promotion.Limits is { } limits
            ? new(
                limits.PerWalletPerMonth, limits.PerShopPerHour, DecimalText.Of(limits.HeldFromPercent), Money.Rubles(limits.AlarmPerHour))
            : null);
}
