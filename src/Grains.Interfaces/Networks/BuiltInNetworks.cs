using Cashback.Purchases;

namespace Cashback.Networks;

/// <summary>Descriptions that come with the programme; ops can put others, and change these.</summary>
public static class BuiltInNetworks
{
    /// <summary>
    /// Admitad, event "Action". <c>admitad_id</c> names the line, never <c>order_id</c> or the click; <c>pending</c>
    /// means that a confirmed order was put on hold again. It gives no time of the word itself, so arrival decides.
    /// </summary>
    public static NetworkDescription Admitad { get; } = new()
    {
        Id = "admitad",
        LineId = NetworkParameter.Needed("admitad_id"),
        Status = NetworkParameter.Needed("payment_status"),
        Statuses = new Dictionary<string, IReadOnlyDictionary<string, ReportedStatus>>
        {
            [NetworkChannels.Push] = new Dictionary<string, ReportedStatus>
            {
                ["new"] = ReportedStatus.Created,
                ["approved"] = ReportedStatus.Confirmed,
                ["declined"] = ReportedStatus.Declined,
                ["pending"] = ReportedStatus.OnHold,
            },
        },
        Click = NetworkParameter.Optional("subid", "subid1", "subid2", "subid3", "subid4"),
        Amount = NetworkParameter.Needed("order_sum"),
        Currency = NetworkParameter.Needed("currency"),
        OrderId = NetworkParameter.Optional("order_id"),
        Tariff = NetworkParameter.Optional("action"),
        OrderedAt = NetworkParameter.Optional("time"),
    };

    public static IReadOnlyList<NetworkDescription> All { get; } = [Admitad];

    public static NetworkDescription? Find(string id) => All.FirstOrDefault(network => network.Id == id);
}
