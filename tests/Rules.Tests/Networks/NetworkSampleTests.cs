using System.Globalization;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Stores;

namespace Cashback.Rules.Tests.Networks;

/// <summary>The messages that each network documents, as its description reads them.</summary>
public class NetworkSampleTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly ClickIds Clicks = new(new byte[32]);
    private static readonly string ClickId = Clicks.Make("01K9ZC3T5Q8W7E6R5T4Y3V2X1Z", "ozon", ReceivedAt.AddDays(-1));

    public static TheoryData<string, string> Messages() => [.. NetworkSample.Networks.SelectMany(
        network => NetworkSample.Of(network).Select(sample => (network, sample.What)))];

    [Fact]
    public void Every_network_that_comes_along_has_its_messages() =>
        Assert.Equal(BuiltInNetworks.All.Select(network => network.Id), NetworkSample.Networks);

    [Theory, MemberData(nameof(Messages))]
    public void Message_is_read_as_the_network_means_it(string network, string what)
    {
        var sample = NetworkSample.Of(network).Single(sample => sample.What == what);
        var reading = Read(network, sample);
        if (sample.Reads.TryGetValue("malformed", out var parameter))
        {
            Assert.Equal(parameter, Assert.IsType<Reading.Malformed>(reading).Parameter);
            return;
        }

        if (sample.Reads.TryGetValue("quarantine", out var reason))
        {
            Assert.Equal(reason, Assert.IsType<Reading.Unattributable>(reading).Reason);
            return;
        }

        var report = Assert.IsType<Reading.Order>(reading).Report;
        Assert.Equal(network, report.Network);
        Assert.Equal(ClickId, report.ClickId);
        Assert.All(sample.Reads, expected => Assert.Equal(expected.Value, Said(report, expected.Key, expected.Value)));
    }

    [Theory, MemberData(nameof(Messages))]
    public void Message_reads_the_same_whether_what_nobody_reads_is_kept_or_not(string network, string what)
    {
        var sample = NetworkSample.Of(network).Single(sample => sample.What == what);
        var (query, body, type) = sample.Raw(ClickId);
        var reader = new MessageReader(BuiltInNetworks.Find(network)!, sample.Channel, Clicks);
        var source = new MessageSource(reader, $"a%20b=1&x.y=2&x.y=3&{query}".AsMemory(), body, type);
        var (read, all) = (MessageContent.Read(source), MessageContent.ReadAll(source));

        Assert.Equal(reader.Read(all, ReceivedAt), reader.Read(read, ReceivedAt));
        Assert.Equal(all.Doubts, read.Doubts);
        Assert.Equal(all.BodyFault, read.BodyFault);
        Assert.Equal(all.Values.Where(pair => reader.Uses.Of(pair.Key) != ParameterUse.None), read.Values);
        Assert.Equal(all.Values, read.AllValues);
    }

    [Theory, MemberData(nameof(Messages))]
    public void All_messages_about_a_line_bear_its_id(string network, string what)
    {
        var samples = NetworkSample.Of(network);
        var sample = samples.Single(sample => sample.What == what);
        if (!sample.Reads.TryGetValue("line", out var line) || !line.EndsWith('*'))
        {
            return;
        }

        var first = Assert.IsType<Reading.Order>(Read(network, samples[0])).Report.LineId;
        var own = Assert.IsType<Reading.Order>(Read(network, sample)).Report.LineId;
        Assert.Equal(!sample.Other, first == own);
        Assert.True(OrderKey.IsLineId(own));
    }

    private static Reading Read(string network, NetworkSample sample)
    {
        var description = BuiltInNetworks.Find(network)!;
        var (query, body, type) = sample.Raw(ClickId);
        var reader = new MessageReader(description, sample.Channel, Clicks);
        return reader.Read(MessageContent.Read(new MessageSource(reader, query.AsMemory(), body, type)), ReceivedAt);
    }

    private static string Said(PartnerReport report, string what, string expected) => what switch
    {
        "line" => expected.EndsWith('*') && report.LineId.StartsWith(expected[..^1], StringComparison.Ordinal) ? expected : report.LineId,
        "status" => char.ToLowerInvariant(report.Status.ToString()[0]) + report.Status.ToString()[1..],
        "amount" => Amount(expected) == report.Amount ? expected : $"{report.Amount}",
        "order" => report.OrderId ?? "",
        "tariff" => report.TariffCode ?? "",
        "orderedAt" => report.OrderedAt == Time(expected) ? expected : report.OrderedAt.ToString("O"),
        "version" => report.Version == Time(expected) ? expected : $"{report.Version:O}",
        "reason" => report.Reason ?? "",
        _ => throw new InvalidOperationException($"A sample can't say '{what}'."),
    };

    private static Money Amount(string text) => new(decimal.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture), text.Split(' ')[1]);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
