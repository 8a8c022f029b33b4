using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Account;
using Cashback.Support;

namespace Cashback.Api.Tests.Operations;

public sealed class CardOperationsTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Card_is_issued_once_to_one_person()
    {
        using var operations = _api.Operator();
        var (first, second) = (await _api.SignInAsync(), await _api.SignInAsync());
        var cardId = await _api.IssueCardAsync(first);
        Task<string> IssueAsync(string id, SignedIn to, string product = "debit") => operations.PostAsJsonAsync(
            "/ops/v1/cards", new { cardId = id, subscriberId = to.Tokens.SubscriberId, product }).OutcomeAsync();

        Assert.Equal("200", await IssueAsync(cardId, first));
        Assert.Equal("409 one-card-per-person", await IssueAsync(CardFeeds.NewId(), first));
        Assert.Equal("409 card-taken", await IssueAsync(cardId, second));
        Assert.Equal("422 unacceptable-card", await IssueAsync(CardFeeds.NewId(), second, "credit"));
        Assert.Equal("200", await IssueAsync(CardFeeds.NewId(), second));
    }

    [Theory]
    [InlineData("cardId", """{"cardId":"4111 1111 1111 1111","subscriberId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","product":"debit"}""")]
    [InlineData("cardId", """{"cardId":"4111111111111111","subscriberId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","product":"debit"}""")]
    [InlineData("subscriberId", """{"cardId":"c","subscriberId":"somebody","product":"debit"}""")]
    [InlineData("product", """{"cardId":"c","subscriberId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","product":"golden"}""")]
    [InlineData("creditLimit", """{"cardId":"c","subscriberId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","product":"credit","creditLimit":{"amount":"1","currency":"USD"}}""")]
    public async Task Card_that_can_not_be_issued_is_refused_with_its_field(string field, string body)
    {
        using var operations = _api.Operator();
        using var response = await operations.PostAsync(new Uri("/ops/v1/cards", UriKind.Relative), Shopping.Json(body));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Fact]
    public async Task Card_for_nobody_is_refused()
    {
        using var operations = _api.Operator();
        Assert.Equal("422 unknown-subscriber", await operations.PostAsJsonAsync(
            "/ops/v1/cards", new { cardId = CardFeeds.NewId(), subscriberId = "01ARZ3NDEKTSV4RRFFQ69G5FAV", product = "debit" }).OutcomeAsync());
    }

    [Fact]
    public async Task File_is_taken_line_by_line_and_a_second_time_changes_nothing()
    {
        var cardId = await _api.IssueCardAsync(await _api.SignInAsync());
        var time = (await _api.NowAsync()).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        var file = $"""
            time;kind;id;card;mcc;amount;branch
            {time};purchase;a;{cardId};5816;1000,50;x
            {time};purchase;b;{cardId};58;10.00;x
            {time};theft;c;{cardId};5816;10.00;x
            {time};refund;d;{cardId};5816;10.00;x
            yesterday;refund;e;{cardId};5816;10.00;x
            {time};top-up;f;{cardId};;50000;x
            {time};purchase;g;4111111111111111;5816;10.00;x
            {time};purchase;h;nobodys-card;5816;10.00;x
            {time};purchase;i;{cardId};5816;ten;x
            {time};purchase;a;{cardId};5816;1000.50;x
            short;line
            """;
        using var first = await _api.ImportAsync(file);
        using var second = await _api.ImportAsync(file.Replace(';', ','), "text/csv; charset=utf-8");
        const string Refused = "3 refused mcc, 4 refused kind, {0}, 6 refused time, {1}, 8 refused card, 9 refused card, 10 refused amount, 11 unchanged, 12 refused time";
        Assert.Equal(
            "3 1 7: 2 applied, " + string.Format(System.Globalization.CultureInfo.InvariantCulture, Refused, "5 applied", "7 applied"),
            (await first.JsonAsync()).Summary());
        Assert.StartsWith("0 ", (await second.JsonAsync()).Summary(), StringComparison.Ordinal);

        using var operations = _api.Operator();
        Assert.Equal("49009.50", (await operations.ReadAsync($"/ops/v1/cards/{cardId}")).Sum("balance"));
        Assert.Equal(3, (await operations.ReadAsync($"/ops/v1/cards/{cardId}/transactions")).Items().Count);
        Assert.DoesNotContain("4111111111111111", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", "\n")]
    [InlineData("windows-1251", "\r\n")]
    [InlineData("utf-16", "\r\n")]
    public async Task Columns_that_do_not_matter_may_hold_line_breaks_and_any_letters(string encoding, string lineBreak)
    {
        var cardId = await _api.IssueCardAsync(await _api.SignInAsync());
        var time = (await _api.NowAsync()).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        var file = string.Join(lineBreak,
            "\"Торговая", "точка\";time;kind;id;card;mcc;amount",
            "\"Кафе", "\"\"Уют\"\"\";" + $"{time};purchase;a;{cardId};5816;1000,50",
            "\"Кафе;" + $"{time};purchase;b;{cardId};5816;10",
            $"Кафе;{time};purchase;c;{cardId};5816;10", "");
        using var operations = _api.Operator();
        using var content = new ByteArrayContent(System.Text.CodePagesEncodingProvider.Instance.GetEncoding(encoding)?.GetBytes(file)
            ?? System.Text.Encoding.GetEncoding(encoding).GetBytes(file));
        content.Headers.ContentType = new("text/csv");
        using var response = await operations.PostAsync(new Uri("/ops/v1/card-transactions/import", UriKind.Relative), content);

        Assert.Equal("2 0 1: 3 applied, 5 refused, 6 applied", (await response.JsonAsync()).Summary());
    }

    [Fact]
    public async Task Lines_of_ndjson_are_taken_like_those_of_the_list()
    {
        var cardId = await _api.IssueCardAsync(await _api.SignInAsync());
        var now = await _api.NowAsync();
        string Json(object line) => JsonSerializer.Serialize(line);
        var file = string.Join('\n', Json(CardFeeds.Line(cardId, "a", now, "100.00")), "", "not json", Json(CardFeeds.Line(cardId, "b", now, "-1.00")), """{"id":"c"}""", "null");
        using var response = await _api.ImportAsync(file, "application/x-ndjson");
        Assert.Equal(
            "1 0 4: 1 applied, 3 refused body, 4 refused amount, 5 refused card, 6 refused", (await response.JsonAsync()).Summary());

        Assert.Equal("1 1 0: 1 unchanged, 2 applied", (await _api.FeedAsync(CardFeeds.Line(cardId, "a", now, "100"), CardFeeds.Line(cardId, "d", now, "1"))).Summary());
    }

    [Theory]
    [InlineData("", "text/csv", "400 invalid-request")]
    [InlineData("id,card,time,mcc,amount\n", "text/csv", "400 invalid-request")]
    [InlineData("", "application/x-ndjson", "400 invalid-request")]
    [InlineData("{}", "application/json", "415 unsupported-media-type")]
    [InlineData("{}", "text/plain", "415 unsupported-media-type")]
    public async Task File_that_is_none_is_refused(string file, string type, string outcome)
    {
        using var response = await _api.ImportAsync(file, type);
        Assert.Equal(outcome, await response.OutcomeAsync());
    }

    [Theory]
    [InlineData("transactions", """{"transactions":[]}""")]
    [InlineData("transactions", """{"transactions":null}""")]
    [InlineData("transactions[0].time", """{"transactions":[{"id":"a","card":"c","time":"soon","amount":{"amount":"1","currency":"RUB"},"kind":"topUp"}]}""")]
    [InlineData("transactions[0].amount", """{"transactions":[{"id":"a","card":"c","time":"2026-11-16T12:00:00Z","amount":1,"kind":"topUp"}]}""")]
    public async Task List_that_can_not_be_read_is_refused_with_its_field(string field, string body)
    {
        using var operations = _api.Operator();
        using var response = await operations.PostAsync(new Uri("/ops/v1/card-transactions", UriKind.Relative), Shopping.Json(body));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Fact]
    public async Task Feed_that_the_store_could_not_keep_is_to_be_sent_again_and_counts_once()
    {
        await using var api = await TestApi.StartAsync();
        var cardId = await api.IssueCardAsync(await api.SignInAsync());
        var lines = Enumerable.Range(0, 3).Select(number => CardFeeds.Line(cardId, $"t{number}", DateTimeOffset.UnixEpoch, "1")).ToArray();
        var now = await api.NowAsync();
        lines = [.. Enumerable.Range(0, 3).Select(number => CardFeeds.Line(cardId, $"t{number}", now, "1000"))];
        foreach (var point in Enum.GetValues<FaultPoint>())
        {
            api.Faults.FailWrite(StateNames.CardWeek, point);
            using var operations = api.Operator();
            using var failed = await operations.PostAsJsonAsync("/ops/v1/card-transactions", new { transactions = lines });
            Assert.Equal("503 store-unavailable", await failed.OutcomeAsync());
            Assert.NotNull(failed.Headers.RetryAfter);
        }

        await api.FeedAsync(lines);
        using var op = api.Operator();
        var planned = Assert.Single((await op.ReadAsync($"/ops/v1/cards/{cardId}")).GetProperty("cashback").GetProperty("planned").EnumerateArray());
        Assert.Equal(("300.00", "planned"), (planned.Sum("amount"), planned.Text("status")));
    }

    [Fact]
    public async Task Unknown_card_is_not_found()
    {
        using var operations = _api.Operator();
        foreach (var path in (string[])["nobody", "4111111111111111", "nobody/transactions", "nobody/statements/2026-11"])
        {
            Assert.Equal("404 not-found", await operations.GetAsync(new Uri($"/ops/v1/cards/{path}", UriKind.Relative)).OutcomeAsync());
        }
    }
}
