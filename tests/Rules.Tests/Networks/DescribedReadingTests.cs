using System.Text;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Purchases;
using Cashback.Stores;

namespace Cashback.Rules.Tests.Networks;

/// <summary>What a description can say beside names and statuses.</summary>
public class DescribedReadingTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly ClickIds Clicks = new(new byte[32]);
    private static readonly string ClickId = Clicks.Make("01K9ZC3T5Q8W7E6R5T4Y3V2X1Z", "ozon", ReceivedAt.AddDays(-1));

    private static readonly NetworkDescription Partner = new()
    {
        Id = "partner",
        LineId = NetworkParameter.Needed("id"),
        Status = NetworkParameter.Needed("state"),
        Statuses = new Dictionary<string, IReadOnlyDictionary<string, ReportedStatus>>
        {
            [NetworkChannels.Push] =
                new Dictionary<string, ReportedStatus> { ["ok"] = ReportedStatus.Confirmed, ["no"] = ReportedStatus.Declined },
        },
        Click = NetworkParameter.Optional("ref"),
        Amount = NetworkParameter.Needed("sum"),
        Currency = new NetworkParameter([], Default: "EUR"),
    };

    private static readonly NetworkDescription Nameless = Partner with
    {
        LineId = null,
        LineIdFrom = new SyntheticLineId([NetworkParameter.Needed("order"), NetworkParameter.Optional("position")]),
    };

    [Theory]
    [InlineData(AmountFormat.Point, "1,299.90", "1299.90")]
    [InlineData(AmountFormat.Point, "1 299.90", "1299.90")]
    [InlineData(AmountFormat.Point, "1,299", "1299")]
    [InlineData(AmountFormat.Point, "1,234,567.8", "1234567.8")]
    [InlineData(AmountFormat.Comma, "1.299,90", "1299.90")]
    [InlineData(AmountFormat.Comma, "1\u00A0299,90", "1299.90")]
    [InlineData(AmountFormat.Comma, "1\u202F299,90", "1299.90")]
    [InlineData(AmountFormat.Comma, "1,299", "1.30")]
    [InlineData(AmountFormat.Comma, "1.299", "1299")]
    [InlineData(AmountFormat.Hundredths, "129990", "1299.90")]
    public void Amount_is_read_in_the_networks_format(AmountFormat format, string text, string amount) =>
        Assert.Equal(
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
            Order(In(format), Message(("sum", text))).Amount!.Value.Amount);

    [Theory]
    [InlineData(AmountFormat.Point, "1.299,90")]
    [InlineData(AmountFormat.Point, "12,99")]
    [InlineData(AmountFormat.Point, "1,2345.0")]
    [InlineData(AmountFormat.Point, "1, 234")]
    [InlineData(AmountFormat.Point, "1,234 567")]
    [InlineData(AmountFormat.Point, ",234")]
    [InlineData(AmountFormat.Comma, "1,299.90")]
    [InlineData(AmountFormat.Comma, "12.99")]
    [InlineData(AmountFormat.Comma, "1,5,5")]
    [InlineData(AmountFormat.Hundredths, "1299.90")]
    [InlineData(AmountFormat.Hundredths, "1 299")]
    [InlineData(AmountFormat.Hundredths, "100000000001")]
    [InlineData(AmountFormat.Comma, "-5")]
    public void Amount_in_another_format_is_refused(AmountFormat format, string text) =>
        Assert.Equal("sum", Malformed(In(format), Message(("sum", text))));

    [Fact]
    public void Currency_can_be_a_constant()
    {
        Assert.Equal("EUR", Order(Partner, Message(("currency", "USD"))).Amount!.Value.Currency);
        Assert.Equal(
            "USD", Order(Partner with { Currency = new NetworkParameter(["currency"], Default: "EUR") }, Message(("currency", "usd"))).Amount!.Value.Currency);
    }

    [Theory]
    [InlineData(TimeForm.UnixSeconds, null, null, "1793786400")]
    [InlineData(TimeForm.UnixMilliseconds, null, null, "1793786400000")]
    [InlineData(TimeForm.Iso8601, null, null, "2026-11-04T10:00:00Z")]
    [InlineData(TimeForm.Iso8601, null, null, "2026-11-04T13:00:00.000+03:00")]
    [InlineData(TimeForm.Iso8601, null, "Europe/Moscow", "2026-11-04 13:00:00")]
    [InlineData(TimeForm.Iso8601, null, "Europe/Moscow", "2026-11-04T10:00Z")]
    [InlineData(TimeForm.Pattern, "dd.MM.yyyy HH:mm:ss", "Europe/Moscow", "04.11.2026 13:00:00")]
    [InlineData(TimeForm.Pattern, "yyyyMMddHHmmss", "UTC", "20261104100000")]
    [InlineData(TimeForm.Pattern, "yyyy-MM-dd HH:mm:ss zzz", null, "2026-11-04 05:00:00 -05:00")]
    public void Time_is_read_in_the_networks_form(TimeForm form, string? pattern, string? zone, string text)
    {
        var network = At(new TimeFormat(form, pattern, zone));
        Assert.Null(NetworkRules.Check(network));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1793786400), Order(network, Message(("at", text))).Version);
    }

    [Theory]
    [InlineData(TimeForm.UnixSeconds, null, null, "1793786400000")]
    [InlineData(TimeForm.UnixMilliseconds, null, null, "1793786400")]
    [InlineData(TimeForm.UnixMilliseconds, null, null, "9223372036854775807")]
    [InlineData(TimeForm.Iso8601, null, null, "2026-11-04T10:00:00")]
    [InlineData(TimeForm.Iso8601, null, "UTC", "04.11.2026")]
    [InlineData(TimeForm.Iso8601, null, "UTC", "1900-01-01T00:00:00Z")]
    [InlineData(TimeForm.Pattern, "dd.MM.yyyy", "UTC", "2026-11-04")]
    [InlineData(TimeForm.Pattern, "dd.MM.yyyy", "UTC", "31.02.2026")]
    public void Time_in_another_form_is_refused(TimeForm form, string? pattern, string? zone, string text) =>
        Assert.Equal("at", Malformed(At(new TimeFormat(form, pattern, zone)), Message(("at", text))));

    [Fact]
    public void Forms_of_a_time_are_tried_in_their_order()
    {
        var network = At(new TimeFormat(TimeForm.UnixSeconds), new TimeFormat(TimeForm.Iso8601, Zone: "UTC"));
        Assert.Equal(Order(network, Message(("at", "1793786400"))).Version, Order(network, Message(("at", "2026-11-04 10:00:00"))).Version);
    }

    [Fact]
    public void Made_line_id_depends_on_its_fields_and_on_nothing_else()
    {
        var id = LineId(("order", "17"), ("position", "1"));

        Assert.Equal(id, LineId(("order", " 17 "), ("position", "1"), ("state", "no"), ("sum", "3"), ("noise", "x")));
        Assert.NotEqual(id, LineId(("order", "17"), ("position", "2")));
        Assert.NotEqual(id, LineId(("order", "17")));
        Assert.NotEqual(LineId(("order", "1"), ("position", "23")), LineId(("order", "12"), ("position", "3")));
        Assert.NotEqual(LineId(("order", "1;1:2")), LineId(("order", "1"), ("position", "2")));
        Assert.True(OrderKey.IsLineId(id) && id.Length <= OrderKey.LineIdLengthMax);
        Assert.Equal("order", Malformed(Nameless, Message(("position", "1"))));

        static string LineId(params (string, string)[] changes) => Order(Nameless, Message(changes)).LineId;
    }

    [Fact]
    public void Made_line_id_can_hold_the_click()
    {
        var network = Nameless with { LineIdFrom = Nameless.LineIdFrom! with { WithClick = true } };
        var other = Clicks.Make("01K9ZC3T5Q8W7E6R5T4Y3V2X1Z", "ozon", ReceivedAt.AddDays(-2));

        Assert.NotEqual(
            Order(network, Message(("order", "17"))).LineId, Order(network, Message(("order", "17"), ("ref", other))).LineId);
        Assert.Equal(
            Order(Nameless, Message(("order", "17"))).LineId, Order(Nameless, Message(("order", "17"), ("ref", other))).LineId);
    }

    [Fact]
    public void Negative_correction_takes_back_the_line_that_it_names()
    {
        var network = Partner with { Corrections = new NetworkCorrections(NegativeAmount.Decline, ["fix"], NetworkParameter.Needed("original")) };
        var report = Order(network, Message(("id", "2"), ("original", "1"), ("state", "fix"), ("sum", "-9.5")));

        Assert.Equal(("1", ReportedStatus.Declined, 9.5m), (report.LineId, report.Status, report.Amount!.Value.Amount));
        Assert.Equal("original", Malformed(network, Message(("id", "2"), ("state", "fix"), ("sum", "-9.5"))));
        Assert.Equal("1", Order(network, Message()).LineId);
    }

    [Theory]
    [InlineData(NegativeAmount.Quarantine, "ok", "-5")]
    [InlineData(NegativeAmount.Decline, "fix", "5")]
    [InlineData(NegativeAmount.Decline, "fix", "0")]
    public void Correction_that_says_nothing_by_itself_waits_for_ops(NegativeAmount negative, string state, string sum)
    {
        var network = Partner with { Corrections = new NetworkCorrections(negative, ["fix"]) };
        Assert.Equal("correction", Assert.IsType<Reading.Unattributable>(Read(network, Message(("state", state), ("sum", sum)))).Reason);
    }

    [Theory]
    [InlineData("203.0.113.7", true)]
    [InlineData("::ffff:203.0.113.7", true)]
    [InlineData("203.0.114.7", false)]
    [InlineData("198.51.100.4", true)]
    [InlineData("198.51.100.5", false)]
    [InlineData("2001:db8::9", true)]
    [InlineData("2001:db9::9", false)]
    public void Address_is_allowed_by_its_network(string address, bool allowed) => Assert.Equal(
        allowed, new AllowedAddresses(["203.0.113.0/24", "198.51.100.4", "2001:db8::/32"]).Allows(System.Net.IPAddress.Parse(address)));

    [Fact]
    public void Unknown_address_is_allowed_only_where_all_are()
    {
        Assert.False(new AllowedAddresses(["203.0.113.0/24"]).Allows(null));
        Assert.True(new AllowedAddresses(null).Allows(null));
    }

    [Fact]
    public void Nested_values_are_known_by_their_path()
    {
        var message = new MessageParameters();
        Assert.Null(message.AddJson("""{"a":{"b":[1,{"c":"x"},null]},"d":true}"""u8.ToArray(), nested: true));

        Assert.Equal(
            [("a.b[0]", "1"), ("a.b[1].c", "x"), ("d", "true")], message.Values.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal("a[0][0][0][0][0][0][0][0]", new MessageParameters().AddJson("""{"a":[[[[[[[[[1]]]]]]]]]}"""u8.ToArray(), nested: true)?.Parameter);
    }

    [Fact]
    public void Field_that_holds_json_may_be_longer_than_a_value_and_is_none_itself()
    {
        var products = string.Join(',', Enumerable.Range(0, 120).Select(i => $"{{\"name\":\"{new string('x', 60)}\",\"sum\":\"{i}\"}}"));
        var message = new MessageParameters("packed");
        Assert.Null(message.AddForm(Encoding.UTF8.GetBytes($"packed={Uri.EscapeDataString($"{{\"products\":[{products}]}}")}&a=1")));
        Assert.Null(message.Unpack(nested: true));

        Assert.Equal("119", message.Values["products[119].sum"]);
        Assert.Equal("1", message.Values["a"]);
        Assert.False(message.Values.ContainsKey("packed"));
        Assert.Equal("packed", message.AddForm("packed=2"u8)?.Parameter);
    }

    [Fact]
    public void Xml_is_read_by_its_paths()
    {
        var message = new MessageParameters();
        Assert.Null(message.AddXml(Encoding.UTF8.GetBytes(
            "<o id='1'><!-- x --><line sum='2'><![CDATA[<b>]]></line><line>3 &amp; 4</line><none/><deep><er>5</er></deep></o>")));

        Assert.Equal(
            [("id", "1"), ("line.sum", "2"), ("line", "<b>"), ("line[1]", "3 & 4"), ("none", ""), ("deep.er", "5")],
            message.Values.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Xml_in_windows_1251_is_read()
    {
        var text = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><o><name>Озон</name></o>";
        var message = new MessageParameters();
        Assert.Null(message.AddXml(CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text)));
        Assert.Equal("Озон", message.Values["name"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("<a><b></a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a><b>&x;</b></a>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"klingon\"?><a/>")]
    [InlineData("<a><b><c><d><e><f><g><h><i><j>1</j></i></h></g></f></e></d></c></b></a>")]
    public void Xml_that_is_broken_or_dangerous_is_refused(string text) =>
        Assert.Equal("body", new MessageParameters().AddXml(Encoding.UTF8.GetBytes(text))?.Parameter);

    private static NetworkDescription In(AmountFormat format) =>
        Partner with { Amount = Partner.Amount with { Numbers = format } };

    private static NetworkDescription At(params TimeFormat[] times) =>
        Partner with { Version = NetworkParameter.Needed("at") with { Times = times } };

    private static Dictionary<string, string> Message(params (string Name, string Value)[] changes)
    {
        var message = new Dictionary<string, string> { ["id"] = "1", ["state"] = "ok", ["sum"] = "10", ["ref"] = ClickId };
        foreach (var (name, value) in changes)
        {
            message[name] = value;
        }

        return message;
    }

    private static Reading Read(NetworkDescription network, Dictionary<string, string> message) =>
        new MessageReader(network, NetworkChannels.Push, Clicks).Read(message, ReceivedAt);

    private static PartnerReport Order(NetworkDescription network, Dictionary<string, string> message) =>
        Assert.IsType<Reading.Order>(Read(network, message)).Report;

    private static string Malformed(NetworkDescription network, Dictionary<string, string> message) =>
        Assert.IsType<Reading.Malformed>(Read(network, message)).Parameter;
}
