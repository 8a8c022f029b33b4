using System.Globalization;

namespace Cashback.Networks;

/// <content>What is said of how messages come: addresses, signatures, corrections.</content>
public static partial class NetworkRules
{
    private static IEnumerable<NetworkFault> OfUrls(NetworkDescription network)
    {
        var urls = network.Urls ?? [];
        if (urls.Count > NamesMax)
        {
            yield return new("urls", new($"At most {NamesMax} addresses are expected.", $"Допустимо не больше {NamesMax} адресов."));
        }

        for (var i = 0; i < urls.Count; i++)
        {
            var entry = string.Create(CultureInfo.InvariantCulture, $"urls[{i}]");
            if (urls[i] is not { } url || !IsText(url.Name))
            {
                yield return new($"{entry}.name", new($"A name of 1 to {TextMax} characters is expected.", $"Нужно имя длиной от 1 до {TextMax} символов."));
                continue;
            }

            if (url.Macros is { Length: > MacrosMax })
            {
                yield return new($"{entry}.macros", new($"At most {MacrosMax} characters are expected.", $"Допустимо не больше {MacrosMax} символов."));
            }

            foreach (var (name, value) in url.Constants ?? new Dictionary<string, string>())
            {
                var status = network.Status?.Names?.Contains(name) == true;
                if (!IsText(name) || !IsText(value))
                {
                    yield return new($"{entry}.constants.{name}", new(
                        $"A name and a value of 1 to {TextMax} characters are expected.",
                        $"Нужны имя и значение длиной от 1 до {TextMax} символов."));
                }
                else if (status
                    && network.Statuses?.GetValueOrDefault(NetworkChannels.Push)?.Keys.Contains(
                        value, StringComparer.OrdinalIgnoreCase) != true)
                {
                    yield return new($"{entry}.constants.{name}", new(
                        $"'{value}' is not a status of the channel '{NetworkChannels.Push}'.",
                        $"«{value}» — не статус канала «{NetworkChannels.Push}»."));
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
                yield return new(entry, new("The name of an HTTP header is expected.", "Нужно имя заголовка HTTP."));
            }
        }

        var known = Enum.IsDefined(signature.Hash) && Enum.IsDefined(signature.Content) && Enum.IsDefined(signature.Format);
        if (!known)
        {
            yield return new("signature", new("Only known values are expected.", "Допустимы только известные значения."));
        }

        if (signature is { Format: SignatureFormat.VersionedBase64, Hash: not SignatureHash.HmacSha256 })
        {
            yield return new("signature.hash", new("A signature of the form v1,BASE64 is an HMAC-SHA256.", "Подпись вида v1,BASE64 — это HMAC-SHA256."));
        }

        if (signature.ToleranceSeconds is < 1 or > 86_400)
        {
            yield return new("signature.toleranceSeconds", new("1 to 86400 seconds are expected.", "Нужно от 1 до 86400 секунд."));
        }
    }

    private static IEnumerable<NetworkFault> OfAddresses(IReadOnlyList<string>? addresses)
    {
        if (addresses is { Count: 0 or > ListMax })
        {
            yield return new("allowedAddresses", new(
                $"1 to {ListMax} addresses or networks are expected; leave it out to allow all.",
                $"Нужно от 1 до {ListMax} адресов или подсетей; чтобы разрешить все, не указывайте поле."));
        }

        for (var i = 0; i < addresses?.Count; i++)
        {
            if (!AllowedAddresses.TryParse(addresses[i], out _))
            {
                yield return new(
                    string.Create(CultureInfo.InvariantCulture, $"allowedAddresses[{i}]"),
                    new(
                        "An IP address, or a network like 203.0.113.0/24 without bits beside its prefix, is expected.",
                        "Нужен IP-адрес или подсеть вида 203.0.113.0/24 без лишних битов после префикса."));
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
            yield return new("corrections.negative", new("'decline' or 'quarantine' is expected.", "Нужно decline или quarantine."));
        }

        if (corrections.Words is { } words && (words.Count > StatusesMax || !words.All(IsText)))
        {
            yield return new("corrections.words", new(
                $"At most {StatusesMax} words of 1 to {TextMax} characters are expected.",
                $"Допустимо не больше {StatusesMax} слов длиной от 1 до {TextMax} символов."));
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
