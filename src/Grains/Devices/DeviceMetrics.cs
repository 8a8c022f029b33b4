using System.Diagnostics.Metrics;

namespace Cashback.Devices;

/// <summary>How fast device promotions spend; see docs/operations.md.</summary>
public sealed class DeviceMetrics
{
    private const string Promotion = "promotion";
    private readonly Counter<double> _reserved;
    private readonly Counter<long> _alarms;
    private readonly Counter<long> _held;

    public DeviceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Cashback");
        _reserved = meter.CreateCounter<double>("cashback.devices.reserved", "RUB", "Rewards of device promotions that were reserved.");
        _alarms = meter.CreateCounter<long>("cashback.devices.alarms", "{alarm}", "Hours in which a device promotion reserved more than its limit of alarm.");
        _held = meter.CreateCounter<long>("cashback.devices.held", "{sale}", "Sales that wait for a person.");
    }

    internal void Reserved(string promotion, decimal amount) =>
        _reserved.Add((double)amount, new KeyValuePair<string, object?>(Promotion, promotion));

    internal void Alarm(string promotion) => _alarms.Add(1, new KeyValuePair<string, object?>(Promotion, promotion));

    internal void Held(string promotion) => _held.Add(1, new KeyValuePair<string, object?>(Promotion, promotion));
}
