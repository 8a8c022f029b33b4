using System.Globalization;
using System.Text;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Purchases;
using CsCheck;

namespace Cashback.Rules.Tests.Networks;

/// <summary>What senders do to their messages, by every network and every way: a row of Samples/Oddities each.</summary>
public class OddityTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 6, 9, 0, 0, TimeSpan.Zero);
    private static readonly ClickIds Clicks = new(new byte[32]);
    private static readonly string ClickId = Clicks.Make("01K9ZC3T5Q8W7E6R5T4Y3V2X1Z", "ozon", ReceivedAt.AddDays(-3));

    public static TheoryData<string, string> All() =>
        [.. BuiltInNetworks.All.SelectMany(network => Oddity.All.Select(oddity => (network.Id, oddity.Name)))];

    [Theory, MemberData(nameof(All))]
    public void Message_means_the_same_whatever_its_sender_does_to_it(string network, string name)
    {
        var description = BuiltInNetworks.Find(network)!;
        var oddity = Oddity.Of(name);
        foreach (var channel in oddity.Channels)
        {
            var described = channel == "batch" ? NetworkChannels.Push : channel;
            if (!description.Statuses.ContainsKey(described) || (channel == "batch" && description.Signature is not null))
            {
                continue;
            }

            var plain = new PlainMessage(description, described, ClickId);
            if (!oddity.AppliesTo(plain))
            {
                continue;
            }

            var reader = new MessageReader(description, described, Clicks);
            var line = Assert.IsType<Reading.Order>(reader.Read(plain.Values(ReportedStatus.Confirmed), ReceivedAt)).Report.LineId;
            foreach (var (way, reading) in Readings(reader, oddity, channel, plain))
            {
                AssertMeans(oddity, plain, line, $"{network}, {channel}, {way}: {name}", reading);
            }
        }
    }

    /// <summary>A corpus that applies to nothing would be no corpus.</summary>
    [Fact]
    public void Every_row_applies_to_some_network_and_no_network_is_left_out()
    {
        var applied = BuiltInNetworks.All.Select(network => (
            network.Id,
            Rows: Oddity.All.Where(oddity => NetworkChannels.All.Where(network.Statuses.ContainsKey)
                .Any(channel => oddity.AppliesTo(new PlainMessage(network, channel, ClickId)))).Select(oddity => oddity.Name).ToList()))
                .ToList();
        Assert.Empty(Oddity.All.Select(oddity => oddity.Name).Except(applied.SelectMany(network => network.Rows)));
        Assert.All(applied, network => Assert.True(network.Rows.Count > Oddity.All.Count / 2, $"{network.Id}: {network.Rows.Count}"));
    }

    /// <summary>However a whole number is written, it names the same line; or else no line at all.</summary>
    [Fact]
    public void Any_writing_of_one_id_ends_in_the_same_line() =>
        Gen.Select(Gen.Long[1, 999_999_999_999], Gen.Int[0, 9], Gen.Int[0, BuiltInNetworks.All.Count - 1]).Sample((id, form, network) =>
        {
            var description = BuiltInNetworks.All[network];
            if (description.LineId?.Ids != LineIdForm.WholeNumber)
            {
                return true;
            }

            var plain = id.ToString(CultureInfo.InvariantCulture);
            var text = form switch
            {
                0 => plain + ".0",
                1 => plain + ",00",
                2 => "\u00A0" + plain + " ",
                3 => id.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u00A0'),
                4 => "00" + plain,
                5 => "\uFEFF" + plain,
                6 => ((double)id).ToString("E5", CultureInfo.InvariantCulture),
                7 => plain + ".5",
                8 => "-" + plain,
                _ => plain,
            };
            return description.Statuses.Keys.All(channel =>
            {
                var message = new PlainMessage(description, channel, ClickId, text).Values(ReportedStatus.Confirmed);
                return new MessageReader(description, channel, Clicks).Read(message, ReceivedAt) switch
                {
                    Reading.Order order => order.Report.LineId == plain && form is < 6 or 9,
                    Reading.Unattributable unattributable => unattributable.Reason == "unreadable-line-id" && form is >= 6 and < 9,
                    _ => false,
                };
            });
        });

    private static IEnumerable<(string Way, Reading Reading)> Readings(
        MessageReader reader, Oddity oddity, string channel, PlainMessage plain)
    {
        var values = oddity.Parameters(plain);
        if (channel == "batch")
        {
            bool[] ways = oddity.Carriers.Contains("jsonNumbers") ? [false, true] : [false];
            return from numbers in ways
                   let line = Encoding.UTF8.GetBytes(PlainMessage.Json(oddity, values, numbers))
                   select ("line", reader.Read(MessageContent.ReadLine(reader, line), ReceivedAt));
        }

        if (channel != NetworkChannels.Push)
        {
            return [("row", reader.Read(values.DistinctBy(pair => pair.Key).ToDictionary(), ReceivedAt))];
        }

        // Of a network that signs its bodies, the query is not read.
        return from carrier in oddity.Carriers
               where reader.Network.Signature is null || !carrier.StartsWith("query", StringComparison.Ordinal)
               let raw = PlainMessage.Carried(carrier, oddity, values)
               let source = new MessageSource(reader, raw.Query.AsMemory(), raw.Body, raw.ContentType)
               select (carrier, reader.Read(MessageContent.Read(source), ReceivedAt));
    }

    private static void AssertMeans(Oddity oddity, PlainMessage plain, string line, string what, Reading reading)
    {
        if (oddity.Reads.TryGetValue("malformed", out var part))
        {
            Assert.Equal((what, plain.NameOf(part)), (what, (reading as Reading.Malformed)?.Parameter ?? $"{reading}"));
            return;
        }

        if (oddity.Reads.TryGetValue("quarantine", out var reason))
        {
            Assert.Equal((what, reason), (what, (reading as Reading.Unattributable)?.Reason ?? $"{reading}"));
            return;
        }

        Assert.True(reading is Reading.Order, $"{what}: {reading}");
        var report = ((Reading.Order)reading).Report;
        Assert.Equal((what, line, plain.StatusFor(oddity.Wanted), ClickId), (what, report.LineId, report.Status, report.ClickId));
        Assert.Equal((what, AmountOf(oddity.Reads.GetValueOrDefault("amount", "1299.90 RUB"))), (what, report.Amount));
        if (plain.Has("order"))
        {
            Assert.Equal((what, oddity.Reads.GetValueOrDefault("order", "A-77")), (what, report.OrderId ?? ""));
        }
    }

    private static Money? AmountOf(string text) => text.Length == 0
        ? null
        : new Money(decimal.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture), text.Split(' ')[1]);
}
