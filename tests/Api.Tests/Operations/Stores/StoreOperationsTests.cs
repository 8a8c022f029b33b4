using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cashback.Support;

namespace Cashback.Api.Tests.Operations;

public sealed class StoreOperationsTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Store_that_was_put_is_in_the_catalogue()
    {
        using var operations = _api.Operator();
        await Sample.PutStoreAsync(operations, "putstore", "7.5");

        var store = await _api.Client.GetFromJsonAsync<JsonElement>("/api/v1/stores/putstore");
        Assert.Equal("7.5", store.GetProperty("rate").GetProperty("percent").GetString());
        Assert.Equal("200", await operations.GetAsync("/ops/v1/stores/putstore").OutcomeAsync());
    }

    [Fact]
    public async Task Inactive_store_is_for_operations_only_and_takes_no_clicks()
    {
        using var operations = _api.Operator();
        using var put = await operations.PutAsJsonAsync("/ops/v1/stores/sleeping", Sample.Store(active: false));
        Assert.Equal("200", await put.OutcomeAsync());

        Assert.Equal("404 not-found", await _api.Client.GetAsync("/api/v1/stores/sleeping").OutcomeAsync());
        var subscriber = await _api.SignInAsync();
        Assert.Equal(
            "409 store-inactive", await subscriber.Client.PostAsJsonAsync("/api/v1/me/clicks", new { storeId = "sleeping" }).OutcomeAsync());
    }

    [Theory]
    [InlineData("name", "\"\"", 422)]
    [InlineData("name", "null", 400)]
    [InlineData("name", "17", 400)]
    [InlineData("categories", "[\"gardening\"]", 422)]
    [InlineData("categories", "[null]", 422)]
    [InlineData("linkTemplate", "\"https://example.com/\"", 422)]
    [InlineData("confirmationDays", "91", 422)]
    [InlineData("confirmationDays", "1e99", 400)]
    [InlineData("tariffs", "[]", 422)]
    [InlineData("tariffs[0].percent", "[{\"code\":\"default\",\"percent\":\"101\"}]", 422)]
    [InlineData("tariffs[0].percent", "[{\"code\":\"default\",\"percent\":\"a lot\"}]", 400)]
    [InlineData("tariffs[0].code", "[null]", 422)]
    public async Task Bad_field_is_named(string field, string json, int status)
    {
        var body = JsonSerializer.SerializeToNode(Sample.Store())!.AsObject();
        body[field.Split('[')[0]] = JsonNode.Parse(json);
        using var operations = _api.Operator();

        using var response = await operations.PutAsJsonAsync("/ops/v1/stores/badstore", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Fact]
    public async Task Import_takes_good_lines_and_names_what_is_wrong_with_the_others()
    {
        const string File = """
            id,name,categories,network,link,percent,fixed,confirmation_days,boost_percent,boost_days
            csvone,"Лавка, первая",online|offline,admitad,https://example.com/?s={click},5,,30,10,7
            csvtwo,Вторая,online,admitad,https://example.com/?s={click},,300,30,,
            CSV3,Третья,online,admitad,https://example.com/?s={click},5,,30,,
            csvfour,Четвёртая,online,admitad,https://example.com/?s={click},5,300,30,,
            csvfive,Пятая,online,admitad,https://example.com/?s={click},five,,30,,
            csvsix,Шестая,online,admitad,https://example.com/?s={click},5,,soon,,
            csvone,Опять первая,online,admitad,https://example.com/?s={click},5,,30,,
            short,line
            """;
        using var operations = _api.Operator();
        var first = await ImportAsync(operations, Encoding.UTF8.GetBytes(File));
        var again = await ImportAsync(operations, Encoding.UTF8.GetBytes(File));

        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal((2, 6), (first.GetProperty("imported").GetInt32(), first.GetProperty("refused").GetInt32()));
        var faults = first.GetProperty("lines").EnumerateArray()
            .Where(line => line.GetProperty("result").GetString() == "refused")
            .Select(line => $"{line.GetProperty("line").GetInt32()} {line.GetProperty("field").GetString()}");
        Assert.Equal(["4 id", "5 percent", "6 percent", "7 confirmation_days", "8 id", "9 percent"], faults);
        var store = await _api.Client.GetFromJsonAsync<JsonElement>("/api/v1/stores/csvone");
        Assert.Equal(("Лавка, первая", true), (store.GetProperty("name").GetString(), store.GetProperty("boosted").GetBoolean()));
    }

    [Theory]
    [InlineData("bad\u001bid", "id")]
    [InlineData("goodid", "name")]
    public async Task Import_names_the_cell_that_holds_what_can_not_be_stored(string id, string field)
    {
        using var operations = _api.Operator();
        var name = field == "name" ? "На\u001bзвание" : "Название";

        var imported = await ImportAsync(operations, Encoding.UTF8.GetBytes(
            $"id,name,categories,network,link,percent,fixed,confirmation_days\n{id},{name},online,admitad,https://example.com/?s={{click}},5,,30\n"));

        Assert.Equal((0, 1), (imported.GetProperty("imported").GetInt32(), imported.GetProperty("refused").GetInt32()));
        Assert.Equal(field, Assert.Single(imported.GetProperty("lines").EnumerateArray()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task Import_reads_semicolons_and_windows_1251()
    {
        var file = Encoding.UTF8.GetBytes("id;name;categories;network;link;percent;confirmation_days\ncsvansi;")
            .Concat(new byte[] { 0xCB, 0xE0, 0xE2, 0xEA, 0xE0 })
            .Concat(Encoding.UTF8.GetBytes(";online;admitad;https://example.com/?s={click};5,5;30\n"));
        using var operations = _api.Operator();
        Assert.Equal(1, (await ImportAsync(operations, [.. file])).GetProperty("imported").GetInt32());
        Assert.Equal("Лавка", (await _api.Client.GetFromJsonAsync<JsonElement>("/api/v1/stores/csvansi")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Import_reads_whether_and_when_claims_are_taken()
    {
        const string File = """
            id,name,categories,network,link,percent,confirmation_days,claims,claims_from_hours,claims_until_days
            claimsno,No,online,admitad,https://example.com/?s={click},5,30,no,,
            claimsown,Own,online,admitad,https://example.com/?s={click},5,30,yes,24,14
            claimsusual,Usual,online,admitad,https://example.com/?s={click},5,30,,,
            claimsbad,Bad,online,admitad,https://example.com/?s={click},5,30,perhaps,,
            claimsworse,Worse,online,admitad,https://example.com/?s={click},5,30,yes,soon,
            """;
        using var operations = _api.Operator();

        var import = await ImportAsync(operations, Encoding.UTF8.GetBytes(File));

        Assert.Equal(
            ["5 claims", "6 claims_from_hours"],
            import.GetProperty("lines").EnumerateArray().Where(line => line.GetProperty("result").GetString() == "refused")
                .Select(line => $"{line.GetProperty("line").GetInt32()} {line.GetProperty("field").GetString()}"));
        async Task<string> TermsAsync(string storeId) =>
            (await operations.GetFromJsonAsync<JsonElement>($"/ops/v1/stores/{storeId}")).GetProperty("claims").ToString();
        Assert.Equal("""{"taken":false,"fromHours":48,"untilDays":30}""", await TermsAsync("claimsno"));
        Assert.Equal("""{"taken":true,"fromHours":24,"untilDays":14}""", await TermsAsync("claimsown"));
        Assert.Equal("""{"taken":true,"fromHours":48,"untilDays":30}""", await TermsAsync("claimsusual"));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Imported_cell_may_hold_line_breaks_and_a_quote_that_is_not_closed_costs_its_line_only(string lineBreak)
    {
        var id = $"lines{lineBreak.Length}";
        var link = "https://example.com/?s={click}";
        var file = string.Join(lineBreak,
            "\uFEFFid;name;categories;network;link;percent;confirmation_days;\"conditions", "in words\"",
            $"{id}a;Лавка;online;admitad;{link};5;30;\"Не на всё.", "", "Спросите \"\"нас\"\"; мы знаем.\"",
            $"{id}b;Лавка;online;admitad;{link};5;30;\"open",
            $"{id}c;Лавка;online;admitad;{link};5;30;", "").Replace("conditions" + lineBreak + "in words", "conditions", StringComparison.Ordinal);
        using var operations = _api.Operator();

        var imported = await ImportAsync(operations, Encoding.UTF8.GetBytes(file));

        Assert.Equal(
            [$"2 {id}a imported", "5  refused", $"6 {id}c imported"],
            imported.GetProperty("lines").EnumerateArray().Select(line =>
                $"{line.GetProperty("line").GetInt32()} {line.GetProperty("storeId").GetString()} {line.GetProperty("result").GetString()}"));
        Assert.Equal(
            $"Не на всё.{lineBreak}{lineBreak}Спросите \"нас\"; мы знаем.",
            (await _api.Client.GetFromJsonAsync<JsonElement>($"/api/v1/stores/{id}a")).GetProperty("conditions").GetString());
    }

    [Fact]
    public async Task Import_with_a_line_that_is_too_long_is_refused_as_a_whole()
    {
        using var operations = _api.Operator();
        var file = "id;name;categories;network;link;percent;confirmation_days\n" + new string('x', 500_000);
        using var content = new StringContent(file, Encoding.UTF8, "text/csv");
        using var response = await operations.PostAsync("/ops/v1/stores/import", content);
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("id,name\na,b")]
    public async Task File_without_its_columns_is_refused(string file)
    {
        using var operations = _api.Operator();
        using var content = new StringContent(file, Encoding.UTF8, "text/csv");
        using var response = await operations.PostAsync("/ops/v1/stores/import", content);
        Assert.Equal(["header"], await response.FieldsAsync());
    }

    [Fact]
    public async Task Put_that_was_cut_short_is_completed_by_the_same_request()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        api.Faults.FailWrite(StateNames.Catalogue, FaultPoint.BeforeCommit, 1);
        using (var cutShort = await operations.PutAsJsonAsync("/ops/v1/stores/cutshort", Sample.Store()))
        {
            Assert.Equal("503 store-unavailable", await cutShort.OutcomeAsync());
        }

        await Sample.PutStoreAsync(operations, "cutshort");
        Assert.Equal("200", await api.Client.GetAsync("/api/v1/stores/cutshort").OutcomeAsync());

        await api.RestartAsync();
        Assert.Equal("200", await api.Client.GetAsync("/api/v1/stores/cutshort").OutcomeAsync());
        Assert.Equal("200", await api.Client.GetAsync("/api/v1/stores/ozon").OutcomeAsync());
    }

    private static async Task<JsonElement> ImportAsync(HttpClient operations, byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new("text/csv");
        using var response = await operations.PostAsync("/ops/v1/stores/import", content);
        Assert.Equal("200", await response.OutcomeAsync());
        return await response.JsonAsync();
    }
}
