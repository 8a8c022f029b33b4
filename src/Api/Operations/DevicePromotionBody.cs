using Cashback.Devices;

namespace Cashback.Api.Operations;

/// <param name="To">The first moment after it.</param>
/// <param name="Budget">Rubles, for all devices together.</param>
public sealed record DevicePromotionRequest(
    string Name, DateTimeOffset From, DateTimeOffset To, Money Budget, IReadOnlyList<DeviceOfferBody?> Devices)
{
    internal DevicePromotion PromotionOf(string id) => new()
    {
        Id = id,
        Name = Name.Trim(),
        From = From,
        To = To,
        Budget = Budget.Amount,
        Devices = [.. Devices.Select(device => device!.ToOffer())],
    };

    /// <summary>The first field that is not there or not in rubles; null: none.</summary>
    internal (string Field, LocalText Error)? Fault()
    {
        if (Budget.Currency != Money.Rub)
        {
            return ("budget", new("Rubles are expected.", "Нужна сумма в рублях."));
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
    IReadOnlyList<DeviceOfferBody> Devices)
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
        [.. promotion.Devices.Select(DeviceOfferBody.Of)]);
}
