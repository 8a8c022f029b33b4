using System.Text;
using Cashback.Api.Tests.Networks;
using Cashback.Networks;
using Cashback.Purchases;

namespace Cashback.Api.Tests.Reconciliations;

/// <summary>A file of each network that comes along, with the columns and words that its description names.</summary>
public sealed class NetworkReportFileTests(SharedApi shared)
{
    public static TheoryData<string> Networks() => [.. BuiltInNetworks.All.Select(network => network.Id)];

    [Theory, MemberData(nameof(Networks))]
    public async Task File_of_the_network_is_applied_and_a_second_time_changes_nothing(string network)
    {
        using var operations = shared.Api.Operator();
        var partner = await Partner.OfAsync(shared.Api, "f-" + network, new { like = network });
        var file = FileOf(BuiltInNetworks.Find(network)!, partner.Clicked.ClickId);

        var first = await Report.RunAsync(operations, file, "network=" + partner.Network);
        var second = await Report.RunAsync(operations, file, "network=" + partner.Network);

        // A negative amount takes TUNE's line back, is none in our own format, and waits for ops with all others.
        var (known, last) = network switch
        {
            "tune" => (3, ""),
            "webhooks" => (2, ", malformed 1"),
            _ => (2, ", unknown 1"),
        };
        Assert.Equal(($"lines 3, new {known}{last}", $"lines 3, same {known}{last}"), (first.Counts(), second.Counts()));
        using var purchases = await partner.Clicked.Subscriber.Client.GetAsync("/api/v1/me/purchases");
        Assert.Equal(
            ["confirmed 1000.50", "pending 20.00"],
            (await purchases.JsonAsync()).GetProperty("items").EnumerateArray()
                .Select(item => $"{item.Text("status")} {item.GetProperty("amount").Text("amount")}")
                .Where(item => item != "declined 5.00").Order(StringComparer.Ordinal));
    }

    private static string FileOf(NetworkDescription network, string click)
    {
        var description = network.For(NetworkChannels.Report);
        var words = network.Statuses[NetworkChannels.Report];
        var line = (description.LineIdFrom?.Fields ?? [description.LineId!]).Where(
            place => place.Required).Select(place => place.Names[0]).ToList();
        var file = new StringBuilder();
        Row(
            [.. line, description.Status.Names[0], description.Amount.Names[0], description.Click.Names[0], .. Name(description.Currency),
                .. Name(description.Version)]);
        Line("1", ReportedStatus.Confirmed, "\"1 000,50\"");
        Line("2", ReportedStatus.Created, "20.00");
        Line("3", ReportedStatus.Confirmed, "-5");
        return file.ToString();

        void Line(string id, ReportedStatus status, string amount) => Row(
        [
            .. line.Select(_ => id), words.First(word => word.Value == status).Key, amount, click,
            .. Name(description.Currency).Select(_ => "RUB"), .. Name(description.Version).Select(_ => "2026-11-04T13:00:00Z"),
        ]);

        void Row(IEnumerable<string> cells) => file.Append(string.Join(';', cells)).Append("\r\n");
    }

    private static IEnumerable<string> Name(NetworkParameter? place) => place is { Names.Count: > 0 } ? [place.Names[0]] : [];
}
