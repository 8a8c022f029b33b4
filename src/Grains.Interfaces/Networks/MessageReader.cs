using System.Globalization;
using Cashback.Clicks;
using Cashback.Purchases;
using Cashback.Stores;

namespace Cashback.Networks;

/// <summary>Reads a network's message by the network's description. It decides nothing and looks nothing up.</summary>
public sealed class MessageReader(NetworkDescription network, string channel, ClickIds clicks)
{
    private const int OrderIdMax = 100;
    private const int ReasonMax = 500;
    private static readonly long EarliestTime = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly long LatestTime = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <param name="receivedAt">Stands for the order's time where the network gives none.</param>
    public Reading Read(IReadOnlyDictionary<string, string> parameters, DateTimeOffset receivedAt)
    {
        foreach (var needed in new[] { network.LineId, network.Status, network.Amount, network.Currency })
        {
            if (needed.Required && Find(parameters, needed) is null)
            {
                return new Reading.Malformed(needed.Names[0], "The parameter is missing.");
            }
        }

        var lineId = Find(parameters, network.LineId)!.Value;
        if (!OrderKey.IsLineId(lineId.Text))
        {
            return new Reading.Malformed(
                lineId.Name, $"1 to {OrderKey.LineIdLengthMax} characters of A-Z, a-z, 0-9 and . _ ~ : - are expected.");
        }

        var amount = Find(parameters, network.Amount) ?? new(network.Amount.Names[0], "0");
        if (!AmountText.TryRead(amount.Text, out var sum, out var why))
        {
            return new Reading.Malformed(amount.Name, why!);
        }

        var currency = Find(parameters, network.Currency)!.Value;
        if (currency.Text.Length != 3 || !currency.Text.All(char.IsAsciiLetter))
        {
            return new Reading.Malformed(currency.Name, "Three letters (ISO 4217) are expected.");
        }

        var orderId = Find(parameters, network.OrderId);
        if (orderId?.Text.Length > OrderIdMax)
        {
            return new Reading.Malformed(orderId.Value.Name, $"At most {OrderIdMax} characters are expected.");
        }

        if (!TryReadTime(parameters, network.OrderedAt, out var orderedAt, out var malformed)
            || !TryReadTime(parameters, network.Version, out var version, out malformed))
        {
            return malformed!;
        }

        if (FindStatus(parameters) is not { } status)
        {
            return new Reading.Unattributable("unknown-status");
        }

        if (FindClick(parameters) is not var (clickId, click))
        {
            return new Reading.Unattributable("unknown-click");
        }

        return new Reading.Order(click.StoreId, new PartnerReport
        {
            Network = network.Id,
            LineId = lineId.Text,
            ClickId = clickId,
            SubscriberId = click.SubscriberId,
            ClickedAt = click.At,
            Status = status,
            Amount = new Money(sum, currency.Text.ToUpperInvariant()),
            OrderId = orderId?.Text,
            TariffCode = Find(parameters, network.Tariff)?.Text,
            OrderedAt = orderedAt ?? receivedAt,
            Version = version,
            Reason = Find(parameters, network.Reason)?.Text is { } reason ? reason[..Math.Min(reason.Length, ReasonMax)] : null,
        });
    }

    private ReportedStatus? FindStatus(IReadOnlyDictionary<string, string> parameters)
    {
        if (Find(parameters, network.Status) is not { } word || !network.Statuses.TryGetValue(channel, out var table))
        {
            return null;
        }

        foreach (var (name, status) in table)
        {
            if (string.Equals(name, word.Text, StringComparison.OrdinalIgnoreCase))
            {
                return status;
            }
        }

        return null;
    }

    private (string Id, ClickToken Click)? FindClick(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var name in network.Click.Names)
        {
            if (parameters.TryGetValue(name, out var text) && clicks.TryRead(text.Trim(), out var click))
            {
                return (text.Trim(), click!);
            }
        }

        return null;
    }

    private static bool TryReadTime(
        IReadOnlyDictionary<string, string> parameters, NetworkParameter? parameter, out DateTimeOffset? time, out Reading? malformed)
    {
        time = null;
        malformed = null;
        if (Find(parameters, parameter) is not { } found)
        {
            return true;
        }

        if (long.TryParse(found.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= EarliestTime && seconds < LatestTime)
        {
            time = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        malformed = new Reading.Malformed(found.Name, "A time in Unix seconds is expected.");
        return false;
    }

    // An empty value is no value: networks send macros that they could not fill as empty parameters.
    private static Found? Find(IReadOnlyDictionary<string, string> parameters, NetworkParameter? parameter)
    {
        foreach (var name in parameter?.Names ?? [])
        {
            if (parameters.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text))
            {
                return new Found(name, text.Trim());
            }
        }

        return parameter?.Default is { } usual ? new Found(parameter.Names[0], usual) : null;
    }

    private readonly record struct Found(string Name, string Text);
}
