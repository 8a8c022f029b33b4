using System.Text;
using System.Text.Json.Nodes;
using Cashback.Networks;

namespace Cashback.Rules.Tests.Networks;

public class NetworkRulesTests
{
    private const string Whole = """
        {
          "id": "partner",
          "lineId": { "names": ["id"], "required": true },
          "status": { "names": ["state"], "required": true },
          "statuses": { "push": { "ok": "confirmed", "no": "declined" } },
          "click": { "names": ["ref"] },
          "amount": { "names": ["sum"], "required": true },
          "currency": { "names": ["cur"], "default": "RUB" },
          "orderedAt": { "names": ["at"], "times": [{ "form": "pattern", "pattern": "dd.MM.yyyy HH:mm", "zone": "Europe/Moscow" }] },
          "body": { "field": "data", "nested": true },
          "urls": [{ "name": "ok", "constants": { "state": "ok" }, "macros": "id={id}" }],
          "signature": { "header": "X-Signature", "content": "timestampAndBody", "timestampHeader": "X-Time" },
          "allowedAddresses": ["203.0.113.0/24", "2001:db8::1"],
          "corrections": { "negative": "decline", "words": ["52"] }
        }
        """;

    [Fact]
    public void Whole_description_has_no_fault() => Assert.Equal("partner", Read(Whole).Id);

    /// <summary>The entry, what is put there (null: it is taken out), and the entry that the message names.</summary>
    [Theory]
    [InlineData("id", "\"A partner\"", "id")]
    [InlineData("lineId", null, "lineId")]
    [InlineData("lineId.required", "false", "lineId")]
    [InlineData("lineId.default", "\"1\"", "lineId")]
    [InlineData("lineId.names", "[]", "lineId")]
    [InlineData("lineIdFrom", """{ "fields": [{ "names": ["order"], "required": true }] }""", "lineId")]
    [InlineData("status.names", "[\"\"]", "status")]
    [InlineData("statuses", "{}", "statuses")]
    [InlineData("statuses.push", "{}", "statuses.push")]
    [InlineData("statuses.elsewhere", """{ "ok": "confirmed" }""", "statuses.elsewhere")]
    [InlineData("statuses.push.OK", "\"declined\"", "statuses.push.OK")]
    [InlineData("statuses.push.52", "\"declined\"", "statuses.push.52")]
    [InlineData("statuses.push.ok", "\"paid\"", "statuses.push.ok")]
    [InlineData("statuses.push.ok", "1", "statuses.push.ok")]
    [InlineData("click.names", "[]", "click")]
    [InlineData("amount.numbers", "\"roman\"", "amount.numbers")]
    [InlineData("amount.default", "\"much\"", "amount.default")]
    [InlineData("amount.times", """[{ "form": "unixSeconds" }]""", "amount.times")]
    [InlineData("orderedAt.numbers", "\"point\"", "orderedAt.numbers")]
    [InlineData("currency.default", "\"rubles\"", "currency.default")]
    [InlineData("currency", """{ "names": ["cur"] }""", "currency")]
    [InlineData("currency", """{ "names": [] }""", "currency")]
    [InlineData("orderedAt.times", "[]", "orderedAt.times")]
    [InlineData("orderedAt.times.0.form", "\"moon\"", "orderedAt.times[0].form")]
    [InlineData("orderedAt.times.0.pattern", "\"HH:mm\"", "orderedAt.times[0].pattern")]
    [InlineData("orderedAt.times.0.pattern", "\"yyyy-MM\"", "orderedAt.times[0].pattern")]
    [InlineData("orderedAt.times.0.pattern", null, "orderedAt.times[0].pattern")]
    [InlineData("orderedAt.times.0.zone", "\"Europe/Atlantis\"", "orderedAt.times[0].zone")]
    [InlineData("orderedAt.times.0.zone", null, "orderedAt.times[0].zone")]
    [InlineData("body.field", "\"\"", "body.field")]
    [InlineData("body.zip", "true", "body.zip")]
    [InlineData("urls.0.name", "\"\"", "urls[0].name")]
    [InlineData("urls.0.constants.state", "\"later\"", "urls[0].constants.state")]
    [InlineData("urls.0.constants.state", "\"\"", "urls[0].constants.state")]
    [InlineData("signature.header", "\"X Signature\"", "signature.header")]
    [InlineData("signature.timestampHeader", null, "signature.timestampHeader")]
    [InlineData("signature.content", "\"idTimestampAndBody\"", "signature.idHeader")]
    [InlineData("signature.content", "\"moon\"", "signature.content")]
    [InlineData("signature.hash", "\"md5\"", "signature.hash")]
    [InlineData("signature.toleranceSeconds", "0", "signature.toleranceSeconds")]
    [InlineData("signature.toleranceSeconds", "86401", "signature.toleranceSeconds")]
    [InlineData("allowedAddresses", "[]", "allowedAddresses")]
    [InlineData("allowedAddresses.0", "\"203.0.113.1/24\"", "allowedAddresses[0]")]
    [InlineData("allowedAddresses.0", "\"10\"", "allowedAddresses[0]")]
    [InlineData("allowedAddresses.1", "\"shop.example\"", "allowedAddresses[1]")]
    [InlineData("corrections.negative", "\"ignore\"", "corrections.negative")]
    [InlineData("corrections.words.0", "\"\"", "corrections.words")]
    [InlineData("corrections.original", """{ "names": [] }""", "corrections.original")]
    [InlineData("surprise", "1", "surprise")]
    public void Faulty_entry_is_named_with_its_file(string entry, string? value, string named)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(With(entry, value)));
        Assert.Contains($"partner.json: {named}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var network = BuiltInNetworks.Admitad with
        {
            Currency = NetworkParameter.Optional("currency"),
            AllowedAddresses = ["everywhere"],
            Signature = new NetworkSignature(""),
        };
        Assert.Equal(
            ["currency", "signature.header", "allowedAddresses[0]", "reports.statistics.currency", "reports.report.currency"],
            NetworkRules.Faults(network).Select(fault => fault.Entry));
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("state")]
    public void Line_can_not_be_named_by_what_changes(string name)
    {
        var network = Read(Whole) with
        {
            LineId = null,
            LineIdFrom = new SyntheticLineId([NetworkParameter.Needed("order"), NetworkParameter.Optional(name)]),
        };
        Assert.Equal("lineIdFrom.fields[1]", NetworkRules.Check(network)?.Field);
    }

    [Fact]
    public void Made_line_id_needs_a_field_that_is_always_there()
    {
        var network = Read(Whole) with { LineId = null, LineIdFrom = new SyntheticLineId([NetworkParameter.Optional("order")]) };
        Assert.Equal("lineIdFrom.fields", NetworkRules.Check(network)?.Field);
    }

    private static NetworkDescription Read(string text) => NetworkFile.Read("partner.json", Encoding.UTF8.GetBytes(text));

    private static string With(string entry, string? value)
    {
        var root = JsonNode.Parse(Whole)!;
        var path = entry.Split('.');
        var place = path[..^1].Aggregate(
            root,
            (node, name) => node is JsonArray array ? array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]!
                : node[name]!);
        switch (place)
        {
            case JsonArray array:
                array[int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value!);
                break;
            case JsonObject members when value is null:
                members.Remove(path[^1]);
                break;
            default:
                place[path[^1]] = JsonNode.Parse(value!);
                break;
        }

        return root.ToJsonString();
    }
}
