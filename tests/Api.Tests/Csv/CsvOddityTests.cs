using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Cashback.Api.Tests.Account;
using Cashback.Api.Tests.Operations;
using Cashback.Api.Tests.Reconciliations;

namespace Cashback.Api.Tests.Csv;

/// <summary>One reader for all files: stores, the cards' feed and networks' reports take a table however it is written.</summary>
public sealed class CsvOddityTests(SharedApi shared)
{
    private static int _stores;
    private readonly TestApi _api = shared.Api;

    public static TheoryData<string> Ways => CsvOddities.Names();

    [Theory, MemberData(nameof(Ways))]
    public async Task Stores_are_imported_however_the_file_is_written(string way)
    {
        var id = $"odd{Interlocked.Increment(ref _stores)}";
        string[] Row(string store, string bonuses) => [store, "Лавка", "online", "admitad", "https://example.com/?s={click}", bonuses, "30"];
        var imported = await ImportAsync("/ops/v1/stores/import", CsvOddities.Write(way, new CsvTable(
            ["id", "name", "categories", "network", "link", "fixed", "confirmation_days"], [Row(id + "a", "1500"), Row(id + "b", "2500")], "fixed")));

        Assert.Equal((2, 0), (imported.GetProperty("imported").GetInt32(), imported.GetProperty("refused").GetInt32()));
        using var operations = _api.Operator();
        var store = await operations.ReadAsync($"/ops/v1/stores/{id}b");
        Assert.Equal("Лавка", store.GetProperty("name").GetString());
        Assert.Contains("2500", store.GetProperty("tariffs").ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Transactions_of_cards_are_taken_however_the_file_is_written(string way)
    {
        var card = await _api.IssueCardAsync(await _api.SignInAsync());
        var time = (await _api.NowAsync()).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        var taken = await ImportAsync("/ops/v1/card-transactions/import", CsvOddities.Write(way, new CsvTable(
            ["id", "card", "time", "mcc", "amount", "kind", "merchant"],
            [["a", card, time, "", "5000.00", "topUp", "Банк"], ["b", card, time, "5816", "1299.90", "purchase", "Кафе"]],
            "amount")));

        Assert.Equal("2 0 0", taken.Summary().Split(':')[0]);
        using var operations = _api.Operator();
        Assert.Equal("3700.10", (await operations.ReadAsync($"/ops/v1/cards/{card}")).Sum("balance"));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Lines_of_reports_are_applied_however_the_file_is_written(string way)
    {
        var subscriber = await _api.SignInAsync();
        var click = await subscriber.ClickAsync();
        var (first, second) = (Shopping.NewLine(), Shopping.NewLine());
        using var operations = _api.Operator();
        using var sent = await Report.SendAsync(operations, CsvOddities.Write(way, new CsvTable(
            ["action_id", "status", "cart", "currency", "subid", "order_id"],
            [[first, "approved", "2000.00", "RUB", click, "Заказ 1"], [second, "approved", "1299.90", "RUB", click, "Заказ 2"]],
            "cart")));
        Assert.Equal("202", await sent.OutcomeAsync());

        Assert.Equal("lines 2, new 2", Report.Counts(await Report.EndAsync(operations, sent.Headers.Location!.ToString())));
        Assert.Equal(165, (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("balance").GetProperty("accruedThisMonth").GetInt64());
    }

    [Theory]
    [InlineData("{0:yyyy-MM-dd}T12:30:00+03:00")]
    [InlineData("{0:yyyy-MM-dd} 12:30:00.123456789+0300")]
    [InlineData("{0:yyyy-MM-dd}T09:30Z")]
    [InlineData("{0:dd.MM.yyyy} 12:30")]
    [InlineData("{0:dd.MM.yyyy} 12:30:00")]
    public async Task Time_of_a_transaction_is_read_as_in_a_report_without_an_offset_by_the_programmes_calendar(string form)
    {
        var day = ProgrammeCalendar.Moscow.Local(await _api.NowAsync()).Date.AddDays(-1);
        var time = string.Format(CultureInfo.InvariantCulture, form, day);
        var card = await _api.IssueCardAsync(await _api.SignInAsync());
        var taken = await ImportAsync("/ops/v1/card-transactions/import", System.Text.Encoding.UTF8.GetBytes(
            $"id;card;time;mcc;amount;kind\na;{card};{time};5816;10;purchase\n"));

        Assert.Equal("1 0 0: 2 applied", taken.Summary());
        using var operations = _api.Operator();
        var at = Assert.Single((await operations.ReadAsync($"/ops/v1/cards/{card}/transactions")).Items()).GetProperty("time").GetDateTimeOffset();
        Assert.Equal(day.AddHours(9.5), at.UtcDateTime, TimeSpan.FromSeconds(1));
    }

    private async Task<JsonElement> ImportAsync(string address, byte[] file)
    {
        using var operations = _api.Operator();
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var response = await operations.PostAsync(new Uri(address, UriKind.Relative), content);
        Assert.Equal("200", await response.OutcomeAsync());
        return await response.JsonAsync();
    }
}
