using System.Diagnostics.Metrics;

namespace Cashback.Api.Postbacks;

/// <summary>What became of networks' messages, by network and result.</summary>
public sealed class PartnerMetrics
{
    public const string MeterName = "Cashback";

    private readonly Counter<long> _messages;

    public PartnerMetrics(IMeterFactory meters) => _messages = meters.Create(MeterName).CreateCounter<long>(
        "cashback.postbacks", "{message}", "Messages of networks, by network and what became of them.");

    /// <param name="result">applied, unchanged, quarantined, invalid, limited, full (of the quarantine) or retry.</param>
    public void Count(string network, string result) =>
        _messages.Add(1, new KeyValuePair<string, object?>("network", network), new KeyValuePair<string, object?>("result", result));
}
