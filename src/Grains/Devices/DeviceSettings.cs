namespace Cashback.Devices;

/// <summary>Section <c>Cashback:Programme:Devices</c>.</summary>
public sealed class DeviceSettings
{
    /// <summary>Rubles that one device can bring at most.</summary>
    public decimal RewardMax { get; set; } = 15_000;
}
