namespace Cashback.Networks;

/// <summary>
/// How a network's reports differ from its postbacks: the columns of its files (channel <see cref="NetworkChannels.Report"/>),
/// the fields of its statistics' rows (<see cref="NetworkChannels.Statistics"/>). What is left out stands where it
/// stands in a postback. Their statuses are a table of their own, <see cref="NetworkDescription.Statuses"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("network-report")]
public sealed record NetworkReport
{
    /// <summary>Of a file: <c>,</c> <c>;</c> <c>|</c> or a tab; null: found from the header.</summary>
    [Id(0)] public string? Separator { get; init; }

    /// <summary>Of a file: utf-8, utf-16 or windows-1251; null: found from the bytes.</summary>
    [Id(1)] public string? Encoding { get; init; }

    /// <summary>Its ids look as they do in postbacks, unless it says otherwise.</summary>
    [Id(2)] public NetworkParameter? LineId { get; init; }

    [Id(3)] public NetworkParameter? Status { get; init; }

    [Id(4)] public NetworkParameter? Click { get; init; }

    [Id(5)] public NetworkParameter? Amount { get; init; }

    [Id(6)] public NetworkParameter? Currency { get; init; }

    [Id(7)] public NetworkParameter? OrderId { get; init; }

    [Id(8)] public NetworkParameter? Tariff { get; init; }

    [Id(9)] public NetworkParameter? OrderedAt { get; init; }

    [Id(10)] public NetworkParameter? Version { get; init; }

    [Id(11)] public NetworkParameter? Reason { get; init; }

    /// <summary>Must give the values of the postbacks' fields, or the line would have another id.</summary>
    [Id(12)] public SyntheticLineId? LineIdFrom { get; init; }

    /// <summary>The description by which the reports are read.</summary>
    public NetworkDescription Over(NetworkDescription network) => network with
    {
        LineId = LineId is null ? network.LineId : LineId with { Ids = LineId.Ids ?? network.LineId?.Ids },
        Status = Status ?? network.Status,
        Click = Click ?? network.Click,
        Amount = Amount ?? network.Amount,
        Currency = Currency ?? network.Currency,
        OrderId = OrderId ?? network.OrderId,
        Tariff = Tariff ?? network.Tariff,
        OrderedAt = OrderedAt ?? network.OrderedAt,
        Version = Version ?? network.Version,
        Reason = Reason ?? network.Reason,
        LineIdFrom = LineIdFrom ?? network.LineIdFrom,
    };
}
