using System.Globalization;
using Cashback.Currencies;
using Cashback.Purchases;

namespace Cashback.Networks;

/// <param name="Entry">Of the description: <c>statuses.push.approved</c>, <c>orderedAt.times[0].zone</c>.</param>
public sealed record NetworkFault(string Entry, LocalText Why);

/// <summary>What a network's description must be like. Every fault names its entry.</summary>
public static class NetworkRules
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
            yield return new("id", "1 to 32 characters of a-z, 0-9 and '-' are expected.");
        }
    }

    private static IEnumerable<NetworkFault> OfLineId(NetworkDescription network)
    {
        if ((network.LineId is null) == (network.LineIdFrom is null))
        {
            yield return new("lineId", "Either lineId or lineIdFrom is expected, and not both.");
        }

        if (network.LineId is { } lineId && (lineId.Default is not null || !lineId.Required))
        {
            yield return new("lineId", "The id of a line is what names the purchase: it must be required, and can't have a default.");
        }

        if (network.LineIdFrom is not { } from)
        {
            yield break;
        }

        if (from.Fields is not { Count: > 0 and <= NamesMax } || !from.Fields.Any(field => field is { Required: true }))
        {
            yield return new("lineIdFrom.fields", $"1 to {NamesMax} fields, at least one of them required, are expected.");
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
                yield return new(entry, $"'{name}' changes in the life of a line, and so can't be part of its name.");
            }
        }
    }

    private static IEnumerable<NetworkFault> OfStatuses(NetworkDescription network)
    {
        var statuses = network.Statuses ?? new Dictionary<string, IReadOnlyDictionary<string, ReportedStatus>>();
        if (!statuses.Values.Any(table => table is { Count: > 0 }))
        {
            yield return new("statuses", $"A table of 1 to {StatusesMax} statuses is expected for at least one channel, as a rule '{NetworkChannels.Push}'.");
        }

        foreach (var (channel, table) in statuses)
        {
            var entry = $"statuses.{channel}";
            if (!NetworkChannels.All.Contains(channel))
            {
                yield return new(entry, $"The channels are {string.Join(", ", NetworkChannels.All)}.");
            }

            if (table is not { Count: > 0 and <= StatusesMax })
            {
                yield return new(entry, $"A table of 1 to {StatusesMax} statuses is expected.");
                continue;
            }

            var words = new HashSet<string>(network.Corrections?.Words ?? [], StringComparer.OrdinalIgnoreCase);
            foreach (var (word, status) in table)
            {
                if (string.IsNullOrWhiteSpace(word) || word.Length > TextMax || !words.Add(word) || !Enum.IsDefined(status))
                {
                    yield return new(
                        $"{entry}.{word}", $"A word of 1 to {TextMax} characters that stands here once, whatever its case, and one of the known statuses are expected.");
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
                    yield return new(entry, "This is required.");
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
            yield return new("currency", "The currency must be required or have a default.");
        }

        if (network.Currency?.Default is { } currency && !CurrencyCodes.TryRead(currency, out _))
        {
            yield return new("currency.default", CurrencyCodes.Expected);
        }

        if (network.Amount?.Default is { } amount && !AmountText.TryRead(amount, network.Amount.Numbers, false, out _, out _, out _))
        {
            yield return new("amount.default", "An amount in the network's own format is expected.");
        }
    }

    private static IEnumerable<NetworkFault> OfParameter(
        string entry, NetworkParameter? parameter, bool times, bool numbers, bool constant = false, bool ids = false)
    {
        if (parameter is null)
        {
            yield return new(entry, "This is required.");
            yield break;
        }

        var few = constant && parameter.Default is not null ? 0 : 1;
        if (parameter.Names is null || parameter.Names.Count < few || parameter.Names.Count > NamesMax || !parameter.Names.All(IsText))
        {
            yield return new(entry, $"{few} to {NamesMax} names of parameters, of at most {TextMax} characters each, are expected.");
        }

        if (parameter.Default is { } usual && !IsText(usual))
        {
            yield return new($"{entry}.default", $"A text of 1 to {TextMax} characters is expected.");
        }

        if (parameter.Numbers is { } format && (!numbers || !Enum.IsDefined(format)))
        {
            yield return new($"{entry}.numbers", "Only an amount has a format of numbers, and only a known one.");
        }

        if (parameter.Ids is { } id && (!ids || !Enum.IsDefined(id)))
        {
            yield return new($"{entry}.ids", "Only an id looks like 'text' or like a 'wholeNumber'.");
        }

        if (parameter.Times is not { } forms)
        {
            yield break;
        }

        if (!times || forms.Count is 0 or > NamesMax)
        {
            yield return new($"{entry}.times", $"Only a time has forms of times, 1 to {NamesMax} of them.");
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
            yield return new("body.field", $"A name of 1 to {TextMax} characters is expected.");
        }
    }

    private static IEnumerable<NetworkFault> OfUrls(NetworkDescription network)
    {
        var urls = network.Urls ?? [];
        if (urls.Count > NamesMax)
        {
            yield return new("urls", $"At most {NamesMax} addresses are expected.");
        }

        for (var i = 0; i < urls.Count; i++)
        {
            var entry = string.Create(CultureInfo.InvariantCulture, $"urls[{i}]");
            if (urls[i] is not { } url || !IsText(url.Name))
            {
                yield return new($"{entry}.name", $"A name of 1 to {TextMax} characters is expected.");
                continue;
            }

            if (url.Macros is { Length: > MacrosMax })
            {
                yield return new($"{entry}.macros", $"At most {MacrosMax} characters are expected.");
            }

            foreach (var (name, value) in url.Constants ?? new Dictionary<string, string>())
            {
                var status = network.Status?.Names?.Contains(name) == true;
                if (!IsText(name) || !IsText(value))
                {
                    yield return new($"{entry}.constants.{name}", $"A name and a value of 1 to {TextMax} characters are expected.");
                }
                else if (status && network.Statuses?.GetValueOrDefault(NetworkChannels.Push)?.Keys.Contains(value, StringComparer.OrdinalIgnoreCase) != true)
                {
                    yield return new($"{entry}.constants.{name}", $"'{value}' is not a status of the channel '{NetworkChannels.Push}'.");
                }
            }
        }
    }

    private static IEnumerable<NetworkFault> OfSignature(NetworkSignature? signature)
    {
        if (signature is null)
        {
            yield break;
        }

        var timed = signature.Content is SignedContent.TimestampAndBody or SignedContent.IdTimestampAndBody;
        var headers = new (string Entry, string? Name, bool Needed)[]
        {
            ("signature.header", signature.Header, true), ("signature.timestampHeader", signature.TimestampHeader, timed),
            ("signature.idHeader", signature.IdHeader, signature.Content == SignedContent.IdTimestampAndBody),
        };
        foreach (var (entry, name, needed) in headers)
        {
            if ((name is null && needed) || (name is not null && !IsHeader(name)))
            {
                yield return new(entry, "The name of an HTTP header is expected.");
            }
        }

        var known = Enum.IsDefined(signature.Hash) && Enum.IsDefined(signature.Content) && Enum.IsDefined(signature.Format);
        if (!known)
        {
            yield return new("signature", "Only known values are expected.");
        }

        if (signature is { Format: SignatureFormat.VersionedBase64, Hash: not SignatureHash.HmacSha256 })
        {
            yield return new("signature.hash", "A signature of the form v1,BASE64 is an HMAC-SHA256.");
        }

        if (signature.ToleranceSeconds is < 1 or > 86_400)
        {
            yield return new("signature.toleranceSeconds", "1 to 86400 seconds are expected.");
        }
    }

    private static IEnumerable<NetworkFault> OfAddresses(IReadOnlyList<string>? addresses)
    {
        if (addresses is { Count: 0 or > ListMax })
        {
            yield return new("allowedAddresses", $"1 to {ListMax} addresses or networks are expected; leave it out to allow all.");
        }

        for (var i = 0; i < addresses?.Count; i++)
        {
            if (!AllowedAddresses.TryParse(addresses[i], out _))
            {
                yield return new(
                    string.Create(CultureInfo.InvariantCulture, $"allowedAddresses[{i}]"),
                    "An IP address, or a network like 203.0.113.0/24 without bits beside its prefix, is expected.");
            }
        }
    }

    private static IEnumerable<NetworkFault> OfCorrections(NetworkDescription network)
    {
        if (network.Corrections is not { } corrections)
        {
            yield break;
        }

        if (!Enum.IsDefined(corrections.Negative))
        {
            yield return new("corrections.negative", "'decline' or 'quarantine' is expected.");
        }

        if (corrections.Words is { } words && (words.Count > StatusesMax || !words.All(IsText)))
        {
            yield return new("corrections.words", $"At most {StatusesMax} words of 1 to {TextMax} characters are expected.");
        }

        if (corrections.Original is not { } original)
        {
            yield break;
        }

        foreach (var fault in OfParameter("corrections.original", original, times: false, numbers: false, ids: true))
        {
            yield return fault;
        }
    }

    private static bool IsText(string? text) => text is { Length: > 0 and <= TextMax } && !string.IsNullOrWhiteSpace(text);

    private static bool IsHeader(string name) =>
        name.Length is > 0 and <= TextMax && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
