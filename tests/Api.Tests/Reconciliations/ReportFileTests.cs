using System.Text;
using Cashback.Api.Tests.Postbacks;
using Cashback.Api.Tests.Problems;

namespace Cashback.Api.Tests.Reconciliations;

/// <summary>Files as networks, spreadsheets and accidents make them.</summary>
public sealed class ReportFileTests(SharedApi shared)
{
    private static int _lines = 8_000_000;
    private readonly TestApi _api = shared.Api;

    [Theory]
    [InlineData("utf-8", false, ';', "1 299,90")]
    [InlineData("utf-8", true, ',', "1299.90")]
    [InlineData("windows-1251", false, ';', "1\u00A0299,90")]
    [InlineData("utf-16", true, '\t', "1 299,90")]
    [InlineData("utf-16", false, '\t', "1299.90")]
    [InlineData("utf-16BE", true, '|', "1\u202F299,90")]
    public async Task File_is_read_whatever_its_encoding_separator_and_thousands(string encoding, bool mark, char separator, string amount)
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var id = $"{Interlocked.Increment(ref _lines)}";
        var order = $"Заказ №{id}";
        if (encoding == "utf-8" && !mark)
        {
            // Nothing but the last line of it tells that it is not Windows-1251.
            order = id;
        }

        var text = string.Join('\n',
            string.Join(separator, "action_id", "status", "cart", "currency", "order_id", "subid", "comment"),
            string.Join(separator, id, "approved", $"\"{amount}\"", "RUB", order, clicked.ClickId, "\"сказано: \"\"да\"\"\""),
            "");
        var bytes = Encoded(text, encoding, mark);

        using var response = await Report.SendAsync(operations, bytes);
        Assert.Equal("202", await response.OutcomeAsync());
        var run = await Report.EndAsync(operations, response.Headers.Location!.ToString());

        Assert.Equal("lines 1, new 1", run.Counts());
        var purchase = await clicked.PurchaseAsync($"admitad:ozon:{id}");
        Assert.Equal(order, purchase.Text("orderId"));
        Assert.Equal("1299.90", purchase.GetProperty("amount").Text("amount"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task What_is_remarkable_about_a_run_is_told_in_the_callers_language(string language)
    {
        using var operations = _api.Operator();
        operations.DefaultRequestHeaders.Add("Accept-Language", language);

        var cut = await Report.RunAsync(operations, $"{Report.Header}unreadable;pending;x;RUB;1;1;;");
        var broken = await Report.RunAsync(operations, $"{Report.Header}\"{new string('x', 2_000_000)}");

        var texts = cut.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)
            .Append(broken.Text("error")!)
            .Concat((await Report.ConflictsAsync(operations, cut)).Select(conflict => conflict.Text("detail")!)).ToList();
        Assert.Equal(3, texts.Count);
        Assert.All(texts, text => Assert.True(language == "ru" ? RussianText.Is(text) : !RussianText.HasCyrillic(text), text));
    }

    [Fact]
    public async Task Excels_hint_empty_lines_and_other_columns_do_not_matter()
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var id = $"{Interlocked.Increment(ref _lines)}";
        var text = $"sep=;\r\n\r\nignored;action_id;status;cart;currency;subid\r\n\r\n1,2;{id};pending;15;USD;{clicked.ClickId}\r\n";

        var run = await Report.RunAsync(operations, text);

        Assert.Equal("lines 1, new 1", run.Counts());
        Assert.Empty(run.GetProperty("warnings").EnumerateArray());
        Assert.Equal("pending", (await clicked.PurchaseAsync($"admitad:ozon:{id}")).Text("status"));
    }

    [Theory]
    [InlineData("utf-8", true, ';', "\n", "\n")]
    [InlineData("utf-8", false, ',', "\r\n", "\n")]
    [InlineData("windows-1251", false, ';', "\r\n", "\r\n")]
    [InlineData("utf-16", true, '\t', "\n", "\r\n")]
    public async Task Quoted_cell_may_hold_line_breaks_and_lines_keep_their_numbers(
        string encoding, bool mark, char separator, string lineBreak, string inCell)
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var ids = Enumerable.Range(0, 3).Select(_ => $"{Interlocked.Increment(ref _lines)}").ToArray();
        string Row(params string[] cells) => string.Join(separator, cells) + lineBreak;
        var text =
            Row($"\"Имя{inCell}{inCell}товара\"", "action_id", "status", "cart", "currency", "order_id", "subid", "comment")
            + Row("мыло", ids[0], "approved", "\"1 299,90\"", "RUB", $"\"Заказ{inCell}№ \"\"7\"\"\"", clicked.ClickId, $"\"ждёт{inCell}{inCell}{separator}и ждёт{inCell}\"")
            + Row("мыло", ids[1], "approved", "10", "RUB", "8", clicked.ClickId, $"\"{inCell}x")
            + Row("мыло", ids[2], "approved", "10", "RUB", "9", clicked.ClickId, $"\"{ids[0]}{inCell}\"");

        using var response = await Report.SendAsync(operations, Encoded(text, encoding, mark));
        Assert.Equal("202", await response.OutcomeAsync());
        var run = await Report.EndAsync(operations, response.Headers.Location!.ToString());

        // The header has three lines, the first record five; the quote of the second is never closed.
        Assert.Equal("lines 4, new 2, malformed 2", run.Counts());
        Assert.Equal(["9", "10"], (await Report.ConflictsAsync(operations, run)).Select(conflict => conflict.Text("line")));
        Assert.Equal($"Заказ{inCell}№ \"7\"", (await clicked.PurchaseAsync($"admitad:ozon:{ids[0]}")).Text("orderId"));
        Assert.Equal("confirmed", (await clicked.PurchaseAsync($"admitad:ozon:{ids[2]}")).Text("status"));
    }

    [Fact]
    public async Task File_that_was_cut_in_the_middle_of_a_line_says_so()
    {
        using var operations = _api.Operator();
        var run = await Report.RunAsync(operations, Report.Header + "8;approved;12");

        Assert.Equal("lines 1, malformed 1", run.Counts());
        Assert.Contains("may have been cut", Assert.Single(run.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_no_reports_are_refused_with_the_reason()
    {
        using var operations = _api.Operator();
        var junk = Enumerable.Range(0, 5_000).Select(i => (byte)(i * i * 31 % 251)).ToArray();
        await RefusedAsync(operations, [], "empty");
        await RefusedAsync(operations, Encoding.UTF8.GetPreamble(), "empty");
        await RefusedAsync(operations, junk, "not text");
        await RefusedAsync(operations, [.. "PK\u0003\u0004"u8, .. junk], "Excel");
        await RefusedAsync(operations, Encoding.UTF8.GetBytes("action_id;state;cart;currency;subid\n"), "'status' is missing; the header holds 'action_id', 'state'");
        await RefusedAsync(operations, Encoding.UTF8.GetBytes("action_id;status;cart;cart;currency;subid\n"), "'cart' stands in the header 2 times");
        await RefusedAsync(operations, Encoding.UTF8.GetBytes("one line of prose"), "is missing");
    }

    [Theory]
    [InlineData("network=nobody", "400 invalid-request")]
    [InlineData("", "400 invalid-request")]
    [InlineData("network=admitad&from=2026-01-01", "400 invalid-request")]
    [InlineData("network=admitad&from=2026-01-02&to=2026-01-01", "400 invalid-request")]
    [InlineData("network=admitad&from=yesterday&to=today", "400 invalid-request")]
    public async Task Wrong_parameters_are_named(string query, string expected)
    {
        using var operations = _api.Operator();
        Assert.Equal(expected, await Report.SendAsync(operations, Encoding.UTF8.GetBytes(Report.Header), query).OutcomeAsync());
    }

    [Fact]
    public async Task Report_above_the_limit_is_too_large_and_leaves_nothing_behind()
    {
        var folder = Directory.CreateTempSubdirectory("cashback-spool-");
        await using var api = await TestApi.StartAsync("Cashback:Facade:ReportSizeMax=1000", $"Cashback:Facade:SpoolFolder={folder.FullName}");
        using var operations = api.Operator();

        var outcome = await Report.SendAsync(operations, new byte[2_000]).OutcomeAsync();

        Assert.StartsWith("413", outcome, StringComparison.Ordinal);
        Assert.Empty(folder.GetFiles());
        folder.Delete();
    }

    private static async Task RefusedAsync(HttpClient operations, byte[] file, string why)
    {
        using var response = await Report.SendAsync(operations, file);
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Contains(why, (await response.JsonAsync()).GetProperty("errors").GetProperty("file")[0].GetString(), StringComparison.Ordinal);
    }

    private static byte[] Encoded(string text, string name, bool mark)
    {
        var encoding = name == "windows-1251" ? CodePagesEncodingProvider.Instance.GetEncoding(1251)! : Encoding.GetEncoding(name);
        return mark ? [.. encoding.GetPreamble(), .. encoding.GetBytes(text)] : encoding.GetBytes(text);
    }
}
