using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Purchases;

namespace Cashback.Rules.Tests.Networks;

public class MessageReaderTests
{
    private const string Subscriber = "01K9ZC3T5Q8W7E6R5T4Y3V2X1Z";
    private static readonly DateTimeOffset ClickedAt = new(2026, 11, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly ClickIds Clicks = new(new byte[32]);
    private static readonly string ClickId = Clicks.Make(Subscriber, "ozon", ClickedAt);

    [Fact]
    public void Admitad_message_is_read_by_its_own_names()
    {
        var report = Order(With(("order_id", "№ 17/А"), ("action", "Электроника"), ("time", "1793786400"), ("currency", "usd")));

        Assert.Equal("admitad", report.Network);
        Assert.Equal("1234567", report.LineId);
        Assert.Equal(ClickId, report.ClickId);
        Assert.Equal(Subscriber, report.SubscriberId);
        Assert.Equal(ClickedAt, report.ClickedAt);
        Assert.Equal(new Money(1299.90m, "USD"), report.Amount);
        Assert.Equal("№ 17/А", report.OrderId);
        Assert.Equal("Электроника", report.TariffCode);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1793786400), report.OrderedAt);
        Assert.Null(report.Version);
    }

    [Fact]
    public void Click_names_the_store() =>
        Assert.Equal("ozon", Assert.IsType<Reading.Order>(Read(With())).StoreId);

    [Fact]
    public void Order_without_a_time_was_made_when_it_was_first_heard_of() => Assert.Equal(ReceivedAt, Order(With()).OrderedAt);

    [Theory]
    [InlineData("new", ReportedStatus.Created)]
    [InlineData("approved", ReportedStatus.Confirmed)]
    [InlineData("declined", ReportedStatus.Declined)]
    [InlineData("pending", ReportedStatus.OnHold)]
    [InlineData("Approved", ReportedStatus.Confirmed)]
    public void Admitad_statuses_have_their_meaning(string word, ReportedStatus status) =>
        Assert.Equal(status, Order(With(("payment_status", word))).Status);

    [Theory]
    [InlineData("subid")]
    [InlineData("subid1")]
    [InlineData("subid2")]
    [InlineData("subid3")]
    [InlineData("subid4")]
    public void Click_can_stand_in_any_subid(string name) =>
        Assert.Equal(ClickId, Order(With(("subid", "newsletter"), (name, ClickId))).ClickId);

    [Fact]
    public void First_subid_that_reads_as_a_click_counts()
    {
        var other = Clicks.Make(Subscriber, "lamoda", ClickedAt);
        Assert.Equal(other, Order(With(("subid", "x"), ("subid2", other), ("subid4", ClickId))).ClickId);
    }

    [Theory]
    [InlineData("admitad_id")]
    [InlineData("payment_status")]
    [InlineData("order_sum")]
    [InlineData("currency")]
    public void Missing_parameter_is_named(string name)
    {
        Assert.Equal(name, Malformed(Without(name)));
        Assert.Equal(name, Malformed(With((name, "  "))));
    }

    [Theory]
    [InlineData("order_sum", "a lot")]
    [InlineData("order_sum", "1000000001")]
    [InlineData("currency", "RUBL")]
    [InlineData("currency", "R1")]
    [InlineData("currency", "тугрик")]
    [InlineData("currency", "001")]
    [InlineData("order_sum", "10 USD")]
    public void Unreadable_parameter_is_named(string name, string value) => Assert.Equal(name, Malformed(With((name, value))));

    /// <summary>The day of the order decides the rate of another currency, and nothing else.</summary>
    [Theory]
    [InlineData("yesterday")]
    [InlineData("0")]
    [InlineData("1793786400000")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public void Unreadable_time_costs_nothing_where_it_is_not_needed(string time)
    {
        Assert.Equal(ReceivedAt, Order(With(("time", time))).OrderedAt);
        Assert.Equal("time", Malformed(With(("time", time), ("currency", "USD"))));
        Assert.Equal(ReportedStatus.Declined, Order(With(("time", time), ("currency", "USD"), ("payment_status", "declined"))).Status);
    }

    [Fact]
    public void Line_id_and_order_id_have_their_longest()
    {
        Assert.Equal(20, Order(With(("admitad_id", new string('1', 20)))).LineId.Length);
        Assert.Equal(new string('x', 99) + "…", Order(With(("order_id", new string('x', 101)))).OrderId);
    }

    [Theory]
    [InlineData("12 34")]
    [InlineData("12/34")]
    [InlineData("<script>")]
    [InlineData("1.23457E11")]
    [InlineData("1,23457E+11")]
    [InlineData("1234567.5")]
    [InlineData("1.000")]
    [InlineData("-1234567")]
    [InlineData("1234567890123456.0")]
    [InlineData("111111111111111111111")]
    public void Id_that_does_not_fit_is_for_people_and_never_a_purchase(string id) =>
        Assert.Equal("unreadable-line-id", Unattributable(With(("admitad_id", id))));

    [Theory]
    [InlineData("1234567.0")]
    [InlineData("1234567,00")]
    [InlineData(" 1234567 ")]
    [InlineData("\u00A01234567\uFEFF")]
    [InlineData("1 234 567")]
    [InlineData("1\u00A0234\u00A0567")]
    [InlineData("001234567")]
    public void One_id_is_the_same_however_it_is_written(string id) => Assert.Equal("1234567", Order(With(("admitad_id", id))).LineId);

    [Theory]
    [InlineData("rur", "RUB")]
    [InlineData("643", "RUB")]
    [InlineData("810", "RUB")]
    [InlineData("643.0", "RUB")]
    [InlineData("₽", "RUB")]
    [InlineData("руб.", "RUB")]
    [InlineData("840", "USD")]
    [InlineData("36", "AUD")]
    [InlineData("978", "EUR")]
    [InlineData("398", "KZT")]
    public void Currency_is_read_by_letters_old_letters_number_or_sign(string text, string currency) =>
        Assert.Equal(currency, Order(With(("currency", text))).Amount!.Value.Currency);

    [Theory]
    [InlineData("27964.000000000004", "RUB", "27964.00")]
    [InlineData("994.9999999999999", "RUB", "995.00")]
    [InlineData("0.005", "RUB", "0.01")]
    [InlineData("0.0049999999999999", "RUB", "0.00")]
    [InlineData("1299.5", "JPY", "1300")]
    [InlineData("1299.9995", "KWD", "1300.000")]
    public void Amount_is_rounded_to_the_currencys_minor_unit(string text, string currency, string amount) =>
        Assert.Equal(
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
            Order(With(("order_sum", text), ("currency", currency))).Amount!.Value.Amount);

    [Fact]
    public void Currency_beside_the_number_counts_where_nothing_else_says_one()
    {
        Assert.Equal(new Money(12.50m, "USD"), Order(With(("order_sum", "12.50 USD"), ("currency", ""))).Amount);
        Assert.Equal(new Money(12.50m, "USD"), Order(With(("order_sum", "$12.50"), ("currency", "840"))).Amount);
        Assert.Equal("currency", Malformed(With(("order_sum", "12.50"), ("currency", ""))));
    }

    [Fact]
    public void Status_that_the_table_lacks_is_not_guessed() =>
        Assert.Equal("unknown-status", Unattributable(With(("payment_status", "processing"))));

    [Fact]
    public void Message_without_a_click_of_ours_is_not_attributed()
    {
        Assert.Equal("unknown-click", Unattributable(Without("subid")));
        Assert.Equal("unknown-click", Unattributable(With(("subid", "newsletter"))));
        var foreign = new ClickIds(Enumerable.Repeat((byte)7, 32).ToArray()).Make(Subscriber, "ozon", ClickedAt);
        Assert.Equal("unknown-click", Unattributable(With(("subid", foreign))));
    }

    [Fact]
    public void Malformed_is_said_before_unattributable() =>
        Assert.Equal("order_sum", Malformed(With(("order_sum", "?"), ("subid", "x"), ("payment_status", "processing"))));

    /// <summary>The statistics have names of their own for the id, the status and the sum.</summary>
    [Theory]
    [InlineData(NetworkChannels.Push, ReportedStatus.OnHold)]
    [InlineData(NetworkChannels.Statistics, ReportedStatus.Created)]
    public void One_word_means_what_it_means_in_its_channel(string channel, ReportedStatus status)
    {
        var words = With(("payment_status", "pending"), ("status", "pending"), ("action_id", "1042"), ("cart", "100"));
        var reading = new MessageReader(BuiltInNetworks.Admitad, channel, Clicks).Read(words, ReceivedAt);
        Assert.Equal(status, Assert.IsType<Reading.Order>(reading).Report.Status);
    }

    [Fact]
    public void Channel_without_a_table_says_nothing() =>
        Assert.Equal(
            new Reading.Unattributable("unknown-status"),
            new MessageReader(BuiltInNetworks.Admitad, "elsewhere", Clicks).Read(With(), ReceivedAt));

    [Fact]
    public void Another_network_is_only_another_description()
    {
        var affise = new NetworkDescription
        {
            Id = "affise",
            LineId = NetworkParameter.Needed("transactionid"),
            Status = NetworkParameter.Needed("status"),
            Statuses = new Dictionary<string, IReadOnlyDictionary<string, ReportedStatus>>
            {
                [NetworkChannels.Push] = new Dictionary<string, ReportedStatus>
                {
                    ["1"] = ReportedStatus.Confirmed,
                    ["2"] = ReportedStatus.Created,
                    ["3"] = ReportedStatus.Declined,
                    ["5"] = ReportedStatus.OnHold,
                },
            },
            Click = NetworkParameter.Optional("sub1", "sub2", "sub3", "sub4", "sub5", "sub6", "sub7", "sub8"),
            Amount = NetworkParameter.Optional("order_sum", "sum"),
            Currency = new NetworkParameter(["order_currency", "currency"], Default: "RUB"),
            Tariff = NetworkParameter.Optional("goal"),
            OrderedAt = NetworkParameter.Optional("click_time"),
            Version = NetworkParameter.Optional("timestamp"),
            Reason = NetworkParameter.Optional("comment"),
        };
        var message = new Dictionary<string, string>
        {
            ["transactionid"] = "a-1",
            ["status"] = "3",
            ["sub5"] = ClickId,
            ["order_sum"] = "",
            ["sum"] = "10.5",
            ["timestamp"] = "1793786400",
            ["comment"] = "Товар возвращён",
        };

        Assert.Null(NetworkRules.Check(affise));
        var order = Assert.IsType<Reading.Order>(new MessageReader(affise, NetworkChannels.Push, Clicks).Read(message, ReceivedAt));
        Assert.Equal(ReportedStatus.Declined, order.Report.Status);
        Assert.Equal(Money.Rubles(10.5m), order.Report.Amount);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1793786400), order.Report.Version);
        Assert.Equal("Товар возвращён", order.Report.Reason);
    }

    private static Dictionary<string, string> With(params (string Name, string Value)[] changes)
    {
        var message = new Dictionary<string, string>
        {
            ["admitad_id"] = "1234567",
            ["payment_status"] = "approved",
            ["order_sum"] = "1299.90",
            ["currency"] = "RUB",
            ["subid"] = ClickId,
            ["offer_name"] = "Ozon",
        };
        foreach (var (name, value) in changes)
        {
            message[name] = value;
        }

        return message;
    }

    private static Dictionary<string, string> Without(string name)
    {
        var message = With();
        message.Remove(name);
        return message;
    }

    private static Reading Read(Dictionary<string, string> message) =>
        new MessageReader(BuiltInNetworks.Admitad, NetworkChannels.Push, Clicks).Read(message, ReceivedAt);

    private static Cashback.Stores.PartnerReport Order(Dictionary<string, string> message) =>
        Assert.IsType<Reading.Order>(Read(message)).Report;

    private static string Malformed(Dictionary<string, string> message) => Assert.IsType<Reading.Malformed>(Read(message)).Parameter;

    private static string Unattributable(Dictionary<string, string> message) =>
        Assert.IsType<Reading.Unattributable>(Read(message)).Reason;
}
