using Cashback.Programme;

namespace Cashback.Devices;

/// <summary>Section <c>Cashback:Programme:Devices</c>.</summary>
public sealed class DeviceSettings : ICheckedSettings
{
    /// <summary>Rubles that one device can bring at most.</summary>
    public decimal RewardMax { get; set; } = 15_000;

    /// <summary>Rewards that one wallet's number can have of one promotion in a month, unless the promotion sets something else.</summary>
    public int PerWalletPerMonth { get; set; } = 3;

    /// <summary>Rewards of one promotion that one shop can report within an hour before the others wait for a person.</summary>
    public int PerShopPerHour { get; set; } = 20;

    /// <summary>A reward of so much of the price, or more, waits for a person.</summary>
    public decimal HeldFromPercent { get; set; } = 50;

    /// <summary>Part of a promotion's budget that raises an alarm when it is reserved within an hour.</summary>
    public decimal AlarmPercentPerHour { get; set; } = 10;

    public DeviceLimits LimitsFor(decimal budget) =>
        new(PerWalletPerMonth, PerShopPerHour, HeldFromPercent, decimal.Round(budget * AlarmPercentPerHour / 100, 2));

    public IEnumerable<string> Faults()
    {
        if (RewardMax <= 0 || !Kopecks.AreWhole(RewardMax))
        {
            yield return CheckedSettings.Fault(nameof(RewardMax), RewardMax, "rubles above 0, with at most two decimals");
        }

        foreach (var (setting, count) in ((string, int)[])[(nameof(PerWalletPerMonth), PerWalletPerMonth),
            (nameof(PerShopPerHour), PerShopPerHour)])
        {
            if (count is < 1 or > DeviceLimits.CountMax)
            {
                yield return CheckedSettings.Fault(setting, count, $"a whole number from 1 to {DeviceLimits.CountMax}");
            }
        }

        foreach (var (setting, percent) in ((string, decimal)[])[(nameof(HeldFromPercent), HeldFromPercent),
            (nameof(AlarmPercentPerHour), AlarmPercentPerHour)])
        {
            if (percent is <= 0 or > DeviceLimits.PercentMax)
            {
                yield return CheckedSettings.Fault(setting, percent, $"a percentage above 0 and up to {DeviceLimits.PercentMax}");
            }
        }
    }
}
