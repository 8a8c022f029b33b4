using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cashback.Purchases;

namespace Cashback.Networks;

/// <summary>A message of a network with nothing odd about it, made of its description and of the sample of it that it publishes.</summary>
public sealed class PlainMessage
{
    private const string Amount = "1299.90";
    private static readonly JsonSerializerOptions AsItIs =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateTimeOffset OrderedAt = new(2026, 11, 4, 10, 0, 0, TimeSpan.Zero);
    private readonly NetworkDescription _network;
    private readonly string _channel;
    private readonly string _clickId;
    private readonly string _order;
    private readonly Dictionary<string, string> _parts = [];
    private readonly List<KeyValuePair<string, string>> _line = [];

    /// <param name="line">The id of the line; null: the sample's. Of a network without ids, its field that is a text.</param>
    public PlainMessage(NetworkDescription network, string channel, string clickId, string? line = null, string order = "A-77")
    {
        _order = order;
        _network = network.For(channel);
        _channel = channel;
        _clickId = clickId;
        var sample = Published(network, clickId);
        Part("amount", _network.Amount);
        Part("currency", _network.Currency);
        Part("order", _network.OrderId);
        Part("orderedAt", _network.OrderedAt);
        Part("version", _network.Version);
        Part("reason", _network.Reason);
        if (_network.LineId is { } lineId)
        {
            _parts["line"] = lineId.Names[0];
            _line.Add(new(lineId.Names[0], line ?? First(sample, network.LineId!)!));
        }
        else
        {
            // The order's number is part of the line's name there.
            _parts.Remove("order");
            foreach (var field in _network.LineIdFrom!.Fields.Where(field => First(sample, field) is not null))
            {
                var name = field.Names.First(name => sample.ContainsKey(name));
                _line.Add(new(name, field.Ids == LineIdForm.Text && line is not null ? line : sample[name]));
            }

            _parts["line"] = _line[0].Key;
        }
    }

    /// <summary>Of the part "line": of a network without ids, of the first field of which one is made.</summary>
    public LineIdForm? Ids =>
        _network.LineId is { } id ? id.Ids : _network.LineIdFrom!.Fields.First(one => one.Names.Contains(_parts["line"])).Ids;

    public bool HasStatus(ReportedStatus status) => WordOf(status) is not null;

    public bool Has(string part) => _parts.ContainsKey(part);

    public string NameOf(string part) => _parts[part];

    public void Put(Dictionary<string, string> values, string part, string? text)
    {
        if (text is null)
        {
            values.Remove(_parts[part]);
        }
        else
        {
            values[_parts[part]] = text;
        }
    }

    /// <summary>Confirmed, unless the network has no word for it: then created.</summary>
    public ReportedStatus StatusFor(ReportedStatus wanted) =>
        wanted == ReportedStatus.Confirmed && Word(wanted) is null ? ReportedStatus.Created : wanted;

    public Dictionary<string, string> Values(ReportedStatus wanted)
    {
        var values = new Dictionary<string, string>(_line);
        var word = WordOf(wanted)!;
        if (_network.Status.Names.Count > 0 && word != _network.Status.Default)
        {
            values[_network.Status.Names[0]] = word;
        }

        values[_network.Click.Names[0]] = _clickId;
        values[_parts["amount"]] = Amount;
        values[_parts["currency"]] = Money.Rub;
        foreach (var (part, text) in new[]
        {
            ("order", _order), ("orderedAt", Time(_network.OrderedAt, OrderedAt)), ("version", Time(_network.Version, OrderedAt.AddDays(1))), ("reason", "Возврат"),
        })
        {
            if (Has(part))
            {
                Put(values, part, text);
            }
        }

        return values;
    }

    /// <summary>As it goes over the wire.</summary>
    public static (string Query, byte[] Body, string? ContentType) Carried(
        string carrier, Oddity oddity, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        var form = string.Join('&', values.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var json = Json(oddity, values, numbers: carrier == "jsonNumbers");
        return carrier switch
        {
            "query" => (form, [], null),
            "queryAndEmptyList" => (form, "[]"u8.ToArray(), "application/json"),
            "queryAndJunk" => (form, "<html>"u8.ToArray(), "text/html"),
            "form" => ("", Encoding.ASCII.GetBytes(form), "application/x-www-form-urlencoded"),
            "formWithoutType" => ("", Encoding.ASCII.GetBytes(form), ""),
            "formAsJson" => ("", Encoding.ASCII.GetBytes(form), "application/json"),
            "formWithMark" => ("", [.. Encoding.UTF8.Preamble, .. Encoding.ASCII.GetBytes(form)], "application/x-www-form-urlencoded"),
            "formWindows1251" => ("", Windows1251(string.Join('&', values.Select(pair => $"{pair.Key}={pair.Value.Replace("+", "%2B", StringComparison.Ordinal)}"))), "application/x-www-form-urlencoded"),
            "json" or "jsonNumbers" => ("", Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8"),
            "listOfOne" => ("", Encoding.UTF8.GetBytes($"[{json}]"), "application/json"),
            "textPlainJson" => ("", Encoding.UTF8.GetBytes(json), "text/plain"),
            "jsonWithoutType" => ("", Encoding.UTF8.GetBytes(json), ""),
            "jsonWithMark" => ("", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(json)], "application/json"),
            "jsonUtf16" => ("", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(json)], "application/json"),
            "jsonWindows1251" => ("", Windows1251(json), "application/json"),
            "multipart" => ("", Multipart(values), "multipart/form-data; boundary=b-1"),
            "multipartWithoutType" => ("", Multipart(values), ""),
            _ => throw new InvalidOperationException($"There is no carrier '{carrier}'."),
        };
    }

    /// <summary>Values that look like numbers are numbers, if that is wanted: <c>27964.000000000004</c>.</summary>
    public static string Json(Oddity oddity, IReadOnlyList<KeyValuePair<string, string>> values, bool numbers = false)
    {
        var members = values.Select(pair => $"{JsonSerializer.Serialize(pair.Key)}:{(numbers && IsNumber(pair.Value) ? pair.Value : JsonText(pair.Value))}")
            .Concat(oddity.Extra.Where(member => member.Value is not JsonValue).Select(member => $"{JsonSerializer.Serialize(member.Key)}:{member.Value!.ToJsonString()}"));
        return "{" + string.Join(',', members) + "}";
    }

    private static bool IsNumber(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // As senders write it: letters as they are. HALF stands for half a character.
    private static string JsonText(string text) => text == "HALF" ? "\"\\ud800\"" : JsonSerializer.Serialize(text, AsItIs);

    private static byte[] Windows1251(string text) => CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text);

    private static byte[] Multipart(IReadOnlyList<KeyValuePair<string, string>> values) => Encoding.UTF8.GetBytes(
        string.Concat(values.Select(pair => $"--b-1\r\nContent-Disposition: form-data; name=\"{pair.Key}\"\r\n\r\n{pair.Value}\r\n")) + "--b-1--\r\n");

    private static Dictionary<string, string> Published(NetworkDescription network, string clickId)
    {
        var sample = NetworkSample.Of(network.Id).First(sample => sample is { Channel: "push", Answer: "applied" });
        var (query, body, type) = sample.Raw(clickId);
        var reader = new MessageReader(network with { Signature = null }, NetworkChannels.Push, new Clicks.ClickIds(new byte[32]));
        var all = MessageContent.ReadAll(new MessageSource(reader, query.AsMemory(), body, type));
        return new Dictionary<string, string>(all.Values);
    }

    private static string? First(Dictionary<string, string> sample, NetworkParameter parameter) =>
        parameter.Names.Select(name => sample.GetValueOrDefault(name)).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    private static string Time(NetworkParameter? parameter, DateTimeOffset time)
    {
        var format = parameter?.Times is [var first, ..] ? first : new TimeFormat(TimeForm.UnixSeconds);
        var local = format.Zone is null ? time : TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById(format.Zone));
        return format.Form switch
        {
            TimeForm.UnixSeconds => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            TimeForm.UnixMilliseconds => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            TimeForm.Iso8601 => local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            _ => local.ToString(format.Pattern, CultureInfo.InvariantCulture),
        };
    }

    private void Part(string name, NetworkParameter? parameter)
    {
        if (parameter?.Names.FirstOrDefault(one => !one.Contains("[]", StringComparison.Ordinal)) is { } found)
        {
            _parts[name] = found;
        }
    }

    private string? WordOf(ReportedStatus wanted) => Word(StatusFor(wanted));

    private string? Word(ReportedStatus status) =>
        _network.Statuses.GetValueOrDefault(_channel)?.Where(pair => pair.Value == status).Select(pair => pair.Key).FirstOrDefault();
}
