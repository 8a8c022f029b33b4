using System.Globalization;
using System.Text;
using System.Text.Json;
using Cashback.Api.Tests.Postbacks;
using Cashback.Api.Tests.Reconciliations;
using Cashback.Networks;
using Cashback.Purchases;

namespace Cashback.Api.Tests.Networks;

/// <summary>
/// What senders do to their messages, of every network, pushed, in a batch and in a report's file: rows of Samples/Oddities.
/// </summary>
public sealed class OddityOverHttpTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    public static TheoryData<string> All() => [.. BuiltInNetworks.All.Select(network => network.Id)];

    [Theory, MemberData(nameof(All))]
    public async Task Network_is_understood_whatever_its_messages_are_like(string network)
    {
        var description = BuiltInNetworks.Find(network)!;
        var partner = await Partner.OfAsync(_api, "o-" + network, new { like = network });
        var secret = description.Signature is null ? null : await SignedPostbackTests.MakeSecretAsync(_api, partner.Network);
        var lines = new Lines(description, partner.Clicked.ClickId);
        await PushAsync(partner, lines, secret);
        if (secret is null)
        {
            await SendBatchAsync(partner, lines);
        }

        await ReportAsync(partner, lines);
    }

    private static async Task PushAsync(Partner partner, Lines lines, string? secret)
    {
        foreach (var oddity in Oddity.All.Where(oddity => oddity.Http && oddity.Channels.Contains("push")))
        {
            foreach (var carrier in oddity.Carriers.Where(carrier => secret is null || Signs(carrier)).Take(
                oddity.Reads.Count > 0 ? 1 : 20))
            {
                var plain = lines.Next(NetworkChannels.Push);
                if (!oddity.AppliesTo(plain))
                {
                    continue;
                }

                var (query, body, type) = PlainMessage.Carried(carrier, oddity, oddity.Parameters(plain));
                var headers = secret is null ? [] : SignedPostbackTests.Sign(secret, Encoding.UTF8.GetString(body));
                using var response = await partner.SendAsync(query, body, type, headers);
                var (result, answer) = await Partner.ResultAsync(response);
                Assert.Equal((oddity.Name, carrier, Expected(oddity, plain)), (oddity.Name, carrier, result));
                await AssertPurchaseAsync(partner, oddity, plain, result, answer);
            }
        }
    }

    private static async Task SendBatchAsync(Partner partner, Lines lines)
    {
        var rows = Oddity.All.Where(oddity => oddity.Http && oddity.Channels.Contains("batch"))
            .Select(
                oddity => (Oddity: oddity, Plain: lines.Next(NetworkChannels.Push))).Where(row => row.Oddity.AppliesTo(row.Plain)).ToList();
        var body = string.Join('\n', rows.Select(row => PlainMessage.Json(row.Oddity, row.Oddity.Parameters(row.Plain))));
        using var response = await Batch.PostAsync(partner.Api, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), partner.Address + "/batch");
        var answers = Batch.Answers(await response.Content.ReadAsStringAsync());
        Assert.Equal(
            rows.Select(
                row => (row.Oddity.Name, Expected(row.Oddity, row.Plain) is var result && result.StartsWith("400", StringComparison.Ordinal)
                    ? "invalid" : result)),
            rows.Zip(answers, (row, answer) => (row.Oddity.Name, answer.GetProperty("result").GetString()!)));
        foreach (var (row, answer) in rows.Zip(answers))
        {
            await AssertPurchaseAsync(partner, row.Oddity, row.Plain, answer.GetProperty("result").GetString()!, answer);
        }
    }

    /// <summary>
    /// Names of columns in capitals behind a no-break space, separators at the rows' ends only, and rows of nothing but
    /// separators.
    /// </summary>
    private async Task ReportAsync(Partner partner, Lines lines)
    {
        var rows = Oddity.All.Where(oddity => oddity.Http && oddity.Channels.Contains("report"))
            .Select(oddity => (Oddity: oddity, Plain: lines.Next(NetworkChannels.Report))).Where(row => row.Oddity.AppliesTo(row.Plain))
            .Select(
                row => (row.Oddity, row.Plain, Values: row.Oddity.Parameters(row.Plain).DistinctBy(pair => pair.Key).ToDictionary()))
                    .ToList();
        var columns = rows.SelectMany(row => row.Values.Keys).Distinct().ToList();
        var text = new StringBuilder("\u00A0").AppendJoin(';', columns.Select(column => column.ToUpperInvariant())).Append('\n');
        foreach (var row in rows)
        {
            text.AppendJoin(';', columns.Select(column => $"\"{row.Values.GetValueOrDefault(column)}\"")).Append(";\n").Append(';', columns.Count).Append('\n');
        }

        using var operations = _api.Operator();
        var run = await Report.RunAsync(operations, text.ToString(), "network=" + partner.Network);

        int Count(string result) => rows.Count(row => Expected(row.Oddity, row.Plain).StartsWith(result, StringComparison.Ordinal));
        var conflicts = string.Join("; ", (await Report.ConflictsAsync(operations, run)).Select(conflict => conflict.ToString()));
        Assert.Equal(
            ($"lines {rows.Count}, new {Count("applied")}, unknown {Count("quarantined")}, malformed {Count("400")}".Replace(", unknown 0", "", StringComparison.Ordinal), conflicts),
            (run.Counts(), conflicts));
    }

    // Others are not UTF-8, and the helper that signs takes a text.
    private static bool Signs(string carrier) => !carrier.StartsWith("query", StringComparison.Ordinal) && carrier is not ("jsonUtf16" or "jsonWindows1251" or "formWindows1251");

    private static string Expected(Oddity oddity, PlainMessage plain) =>
        oddity.Reads.TryGetValue("malformed", out var part) ? "400 " + plain.NameOf(part)
        : oddity.Reads.ContainsKey("quarantine") ? "quarantined"
        : "applied";

    private static async Task AssertPurchaseAsync(Partner partner, Oddity oddity, PlainMessage plain, string result, JsonElement answer)
    {
        if (result != "applied")
        {
            return;
        }

        var purchase = await partner.Clicked.PurchaseAsync(answer.GetProperty("purchaseId").GetString()!);
        var amount = purchase.GetProperty("amount");
        var expected = oddity.Reads.GetValueOrDefault("amount", "1299.90 RUB") is { Length: > 0 } text ? text : "0.00 RUB";
        var status = plain.StatusFor(oddity.Wanted) switch
        {
            ReportedStatus.Created => "pending",
            ReportedStatus.Declined => "declined",
            _ => "confirmed",
        };
        Assert.Equal(
            (oddity.Name, status, expected),
            (oddity.Name, purchase.Text("status"), $"{amount.Text("amount")} {amount.Text("currency")}"));
    }

    /// <summary>Messages of one network, each about a line of its own.</summary>
    private sealed class Lines(NetworkDescription network, string clickId)
    {
        private int _last = 7_100_000;

        public PlainMessage Next(string channel)
        {
            var number = (++_last).ToString(CultureInfo.InvariantCulture);
            return new PlainMessage(
                network, channel, clickId, network.LineId?.Ids == LineIdForm.WholeNumber ? number : "T-" + number, "A-" + number);
        }
    }
}
