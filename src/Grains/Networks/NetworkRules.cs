namespace Cashback.Networks;

/// <summary>What a network's description must be like.</summary>
internal static class NetworkRules
{
    private const int NamesMax = 20;
    private const int NameMax = 128;
    private const int StatusesMax = 50;

    /// <summary>The first thing that is wrong; null if nothing is.</summary>
    public static Rejection? Check(NetworkDescription network)
    {
        if (network.LineId.Default is not null || !network.LineId.Required)
        {
            return Wrong("lineId", "The id of a line is what names the purchase: it must be required, and can't have a default.");
        }

        if (!network.Statuses.TryGetValue(NetworkChannels.Push, out var push) || push.Count is 0 or > StatusesMax)
        {
            return Wrong("statuses", $"A table of 1 to {StatusesMax} statuses is expected for the channel '{NetworkChannels.Push}'.");
        }

        if (network.Currency is { Required: false, Default: null })
        {
            return Wrong("currency", "The currency must be required or have a default.");
        }

        var parameters = new (string Field, NetworkParameter? Parameter)[]
        {
            ("lineId", network.LineId), ("status", network.Status), ("click", network.Click), ("amount", network.Amount),
            ("currency", network.Currency), ("orderId", network.OrderId), ("tariff", network.Tariff),
            ("orderedAt", network.OrderedAt), ("version", network.Version), ("reason", network.Reason),
        };
        foreach (var (field, parameter) in parameters)
        {
            if (parameter is not null && !AreNames(parameter.Names))
            {
                return Wrong(field, $"1 to {NamesMax} names of parameters, of at most {NameMax} characters each, are expected.");
            }
        }

        return null;
    }

    private static bool AreNames(IReadOnlyList<string>? names) =>
        names is { Count: > 0 and <= NamesMax } && names.All(name => name is { Length: > 0 and <= NameMax });

    private static Rejection Wrong(string field, string why) => new("invalid-network", why, RejectionKind.Unacceptable, field);
}
