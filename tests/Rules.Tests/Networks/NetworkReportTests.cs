using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Purchases;

namespace Cashback.Rules.Tests.Networks;

public sealed class NetworkReportTests
{
    private static readonly ClickIds Clicks = new(new byte[32]);
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Click = Clicks.Make("01JDXKAAAAAAAAAAAAAAAAAAAA", "ozon", Now.AddDays(-1));

    [Theory]
    [InlineData(NetworkChannels.Statistics)]
    [InlineData(NetworkChannels.Report)]
    public void Row_of_Admitads_statistics_is_read_by_its_own_columns_and_words(string channel)
    {
        var order = Assert.IsType<Reading.Order>(new MessageReader(BuiltInNetworks.Admitad, channel, Clicks).Read(Row("pending"), Now));

        Assert.Equal("1042", order.Report.LineId);
        Assert.Equal(ReportedStatus.Created, order.Report.Status);
        Assert.Equal(new Money(1299.90m, "RUB"), order.Report.Amount);
        Assert.Equal(new DateTimeOffset(2026, 11, 5, 6, 0, 0, TimeSpan.Zero), order.Report.OrderedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 5, 7, 30, 0, TimeSpan.Zero), order.Report.Version);
    }

    [Theory]
    [InlineData("approved", ReportedStatus.Confirmed)]
    [InlineData("declined", ReportedStatus.Declined)]
    [InlineData("approved_but_stalled", ReportedStatus.Created)]
    public void Statistics_have_a_table_of_words_of_their_own(string word, ReportedStatus status)
    {
        var reading = new MessageReader(BuiltInNetworks.Admitad, NetworkChannels.Statistics, Clicks).Read(Row(word), Now);
        Assert.Equal(status, Assert.IsType<Reading.Order>(reading).Report.Status);
    }

    [Fact]
    public void Postbacks_are_read_as_before() =>
        Assert.Equal("admitad_id", Assert.IsType<Reading.Malformed>(
            new MessageReader(BuiltInNetworks.Admitad, NetworkChannels.Push, Clicks).Read(Row("pending"), Now)).Parameter);

    [Fact]
    public void Faulty_entry_of_a_report_is_named()
    {
        Assert.Equal("reports.push", FaultOf("push", new NetworkReport()));
        Assert.Equal("reports.report.separator", FaultOf("report", new NetworkReport { Separator = "::" }));
        Assert.Equal("reports.report.encoding", FaultOf("report", new NetworkReport { Encoding = "koi8-r" }));
        Assert.Equal("reports.report.amount", FaultOf("report", new NetworkReport { Amount = NetworkParameter.Optional() }));
        Assert.Equal("reports.report.lineId", FaultOf("report", new NetworkReport { LineId = NetworkParameter.Optional("id") }));
        var zoneless = NetworkParameter.Optional("at") with { Times = new[] { new TimeFormat(TimeForm.Pattern, "dd.MM.yyyy") } };
        Assert.Equal("reports.report.orderedAt.times[0].zone", FaultOf("report", new NetworkReport { OrderedAt = zoneless }));
        var without = BuiltInNetworks.Admitad with
        {
            Statuses = new Dictionary<string, IReadOnlyDictionary<string, ReportedStatus>> { ["push"] = BuiltInNetworks.Admitad.Statuses["push"] },
        };
        Assert.Equal(["statuses.statistics", "statuses.report"], NetworkRules.Faults(without).Select(fault => fault.Entry));
    }

    private static string FaultOf(string channel, NetworkReport report) => Assert.Single(NetworkRules.Faults(
        BuiltInNetworks.Admitad with { Reports = new Dictionary<string, NetworkReport> { [channel] = report } })).Entry;

    private static Dictionary<string, string> Row(string status) => new()
    {
        ["action_id"] = "1042",
        ["status"] = status,
        ["cart"] = "1299.90",
        ["currency"] = "RUB",
        ["order_id"] = "17",
        ["action_date"] = "2026-11-05 09:00:00",
        ["status_updated"] = "2026-11-05 10:30:00",
        ["subid"] = Click,
    };
}
