using System.Globalization;
using Cashback.Currencies;
using Cashback.Purchases;

namespace Cashback.Networks;

/// <param name="Entry">Of the description: <c>statuses.push.approved</c>, <c>orderedAt.times[0].zone</c>.</param>
public sealed record NetworkFault(string Entry, LocalText Why);

/// <summary>What a network's description must be like. Every fault names its entry.</summary>
public static partial class NetworkRules
{
    private const int NamesMax = 20;
    private const int TextMax = 128;
    private const int StatusesMax = 50;
    private const int ListMax = 100;
    private const int MacrosMax = 2_000;

    /// <summary>The first thing that is wrong; null if nothing is.</summary>
    public static Rejection? Check(NetworkDescription network) =>
        Faults(network).Select(fault => new Rejection("invalid-network", fault.Why, RejectionKind.Unacceptable, fault.Entry)).FirstOrDefault();

    public static IEnumerable<NetworkFault> Faults(NetworkDescription network) =>
    [
        .. OfId(network), .. OfLineId(network), .. OfStatuses(network), .. OfParameters(network), .. OfBody(network),
        .. OfUrls(network), .. OfSignature(network.Signature), .. OfAddresses(network.AllowedAddresses), .. OfCorrections(network),
        .. ReportRules.Faults(network),
    ];

    /// <summary>What can't be read by it, whatever the channel.</summary>
    internal static IEnumerable<NetworkFault> OfReading(NetworkDescription network) => [.. OfLineId(network), .. OfParameters(network)];

    private static IEnumerable<NetworkFault> OfId(NetworkDescription network)
    {
        if (!NetworkIds.IsId(network.Id))
        {
            yield return new("id", new("1 to 32 characters of a-z, 0-9 and '-' are expected.", "Нужно от 1 до 32 символов a-z, 0-9 и «-»."));
        }
    }

    private static IEnumerable<NetworkFault> OfLineId(NetworkDescription network)
    {
        if ((network.LineId is null) == (network.LineIdFrom is null))
        {
            yield return new("lineId", new("Either lineId or lineIdFrom is expected, and not both.", "Нужно указать либо lineId, либо lineIdFrom, но не оба."));
        }

        if (network.LineId is { } lineId && (lineId.Default is not null || !lineId.Required))
        {
            yield return new("lineId", new(
                "The id of a line is what names the purchase: it must be required, and can't have a default.",
                "Id строки определяет покупку: он обязателен и не может иметь значения по умолчанию."));
        }

        if (network.LineIdFrom is not { } from)
        {
            yield break;
        }

        if (from.Fields is not { Count: > 0 and <= NamesMax } || !from.Fields.Any(field => field is { Required: true }))
        {
            yield return new("lineIdFrom.fields", new(
                $"1 to {NamesMax} fields, at least one of them required, are expected.",
                $"Нужно от 1 до {NamesMax} полей, хотя бы одно из них обязательное."));
            yield break;
        }

        var changing = (network.Amount?.Names ?? []).Concat(network.Status?.Names ?? []).Concat(network.Version?.Names ?? [])
            .Concat(network.Reason?.Names ?? []).ToHashSet();
        for (var i = 0; i < from.Fields.Count; i++)
        {
            var entry = string.Create(CultureInfo.InvariantCulture, $"lineIdFrom.fields[{i}]");
            foreach (var fault in OfParameter(entry, from.Fields[i], times: false, numbers: false, ids: true))
            {
                yield return fault;
            }

            if (from.Fields[i]?.Names?.FirstOrDefault(changing.Contains) is { } name)
            {
                yield return new(entry, new(
                    $"'{name}' changes in the life of a line, and so can't be part of its name.",
                    $"Значение «{name}» у строки меняется, поэтому не может входить в её id."));
            }
        }
    }

    private static IEnumerable<NetworkFault> OfStatuses(NetworkDescription network)
    {
        var statuses = network.Statuses ?? new Dictionary<string, IReadOnlyDictionary<string, ReportedStatus>>();
        if (!statuses.Values.Any(table => table is { Count: > 0 }))
        {
            yield return new("statuses", new(
                $"A table of 1 to {StatusesMax} statuses is expected for at least one channel, as a rule '{NetworkChannels.Push}'.",
                $"Нужна таблица от 1 до {StatusesMax} статусов хотя бы для одного канала, обычно «{NetworkChannels.Push}»."));
        }

        foreach (var (channel, table) in statuses)
        {
            var entry = $"statuses.{channel}";
            if (!NetworkChannels.All.Contains(channel))
            {
                yield return new(entry, new(
                    $"The channels are {string.Join(", ", NetworkChannels.All)}.",
                    $"Возможные каналы: {string.Join(", ", NetworkChannels.All)}."));
            }

            if (table is not { Count: > 0 and <= StatusesMax })
            {
                yield return new(entry, new($"A table of 1 to {StatusesMax} statuses is expected.", $"Нужна таблица от 1 до {StatusesMax} статусов."));
                continue;
            }

            var words = new HashSet<string>(network.Corrections?.Words ?? [], StringComparer.OrdinalIgnoreCase);
            foreach (var (word, status) in table)
            {
                if (string.IsNullOrWhiteSpace(word) || word.Length > TextMax || !words.Add(word) || !Enum.IsDefined(status))
                {
                    yield return new(
                        $"{entry}.{word}", new(
                            $"A word of 1 to {TextMax} characters that stands here once, whatever its case, and one of the known statuses are expected.",
                            $"Нужно слово длиной от 1 до {TextMax} символов, которое встречается здесь один раз без учёта регистра, и один из известных статусов."));
                }
            }
        }
    }

    private static IEnumerable<NetworkFault> OfParameters(NetworkDescription network)
    {
        var parameters = new (string Entry, NetworkParameter? Parameter, bool Needed, bool Constant)[]
        {
            ("lineId", network.LineId, false, false), ("status", network.Status, true, true), ("click", network.Click, true, false),
            ("amount", network.Amount, true, false), ("currency", network.Currency, true, true), ("orderId", network.OrderId, false, false),
            ("tariff", network.Tariff, false, true), ("orderedAt", network.OrderedAt, false, false),
            ("version", network.Version, false, false), ("reason", network.Reason, false, true),
        };
        foreach (var (entry, parameter, needed, constant) in parameters)
        {
            if (parameter is null)
            {
                if (needed)
                {
                    yield return new(entry, new("This is required.", "Это обязательное поле."));
                }

                continue;
            }

            foreach (var fault in OfParameter(entry, parameter, entry is "orderedAt" or "version", entry == "amount", constant, entry == "lineId"))
            {
                yield return fault;
            }
        }

        if (network.Currency is { Required: false, Default: null })
        {
            yield return new("currency", new("The currency must be required or have a default.", "Валюта должна быть обязательной или иметь значение по умолчанию."));
        }

        if (network.Currency?.Default is { } currency && !CurrencyCodes.TryRead(currency, out _))
        {
            yield return new("currency.default", CurrencyCodes.Expected);
        }

        if (network.Amount?.Default is { } amount && !AmountText.TryRead(amount, network.Amount.Numbers, false, out _, out _, out _))
        {
            yield return new("amount.default", new("An amount in the network's own format is expected.", "Нужна сумма в формате сети."));
        }
    }

    private static IEnumerable<NetworkFault> OfParameter(
        string entry, NetworkParameter? parameter, bool times, bool numbers, bool constant = false, bool ids = false)
    {
        if (parameter is null)
        {
            yield return new(entry, new("This is required.", "Это обязательное поле."));
            yield break;
        }

        var few = constant && parameter.Default is not null ? 0 : 1;
        if (parameter.Names is null || parameter.Names.Count < few || parameter.Names.Count > NamesMax || !parameter.Names.All(IsText))
        {
            yield return new(entry, new(
                $"{few} to {NamesMax} names of parameters, of at most {TextMax} characters each, are expected.",
                $"Нужно от {few} до {NamesMax} имён параметров, каждое не длиннее {TextMax} символов."));
        }

        if (parameter.Default is { } usual && !IsText(usual))
        {
            yield return new($"{entry}.default", new($"A text of 1 to {TextMax} characters is expected.", $"Нужен текст длиной от 1 до {TextMax} символов."));
        }

        if (parameter.Numbers is { } format && (!numbers || !Enum.IsDefined(format)))
        {
            yield return new($"{entry}.numbers", new(
                "Only an amount has a format of numbers, and only a known one.",
                "Формат чисел есть только у суммы, и только из числа известных."));
        }

        if (parameter.Ids is { } id && (!ids || !Enum.IsDefined(id)))
        {
            yield return new($"{entry}.ids", new("Only an id looks like 'text' or like a 'wholeNumber'.", "Вид text или wholeNumber бывает только у id."));
        }

        if (parameter.Times is not { } forms)
        {
            yield break;
        }

        if (!times || forms.Count is 0 or > NamesMax)
        {
            yield return new($"{entry}.times", new(
                $"Only a time has forms of times, 1 to {NamesMax} of them.",
                $"Форматы времени есть только у времени, от 1 до {NamesMax}."));
            yield break;
        }

        foreach (var fault in forms.SelectMany((form, i) => TimeRules.Faults(string.Create(CultureInfo.InvariantCulture, $"{entry}.times[{i}]"), form)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<NetworkFault> OfBody(NetworkDescription network)
    {
        if (network.Body?.Field is { } field && !IsText(field))
        {
            yield return new("body.field", new($"A name of 1 to {TextMax} characters is expected.", $"Нужно имя длиной от 1 до {TextMax} символов."));
        }
    }
}
