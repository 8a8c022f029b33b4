using System.IO.Compression;
using System.Text;

namespace Cashback.Api.Tests.Postbacks;

/// <summary>Batches as accidents make them: a line that can't be read costs itself only, and nothing is taken twice.</summary>
public sealed class BatchInputTests(SharedApi shared)
{
    private static readonly Encoding Windows1251 = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
    private readonly TestApi _api = shared.Api;

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", true)]
    [InlineData("\n\n\r\n", false)]
    public async Task Line_breaks_blank_lines_and_a_byte_order_mark_do_not_matter(string lineBreak, bool mark)
    {
        var clicked = await Clicked.ByAsync(_api);
        var lines = Enumerable.Range(0, 3).Select(_ => Batch.LineOf(clicked.Message())).ToList();
        var text = (mark ? "\uFEFF" : "") + string.Join(lineBreak, lines) + lineBreak + " \t" + lineBreak;

        var step = lineBreak.Count(c => c == '\n');
        Assert.Equal([$"1 applied", $"{1 + step} applied", $"{1 + (2 * step)} applied"], (await Batch.SendAsync(_api, Encoding.UTF8.GetBytes(text))).Select(Batch.Said));
    }

    [Fact]
    public async Task Line_in_windows_1251_is_taken_and_one_that_is_no_text_is_answered_invalid()
    {
        var clicked = await Clicked.ByAsync(_api);
        var message = Batch.LineOf(clicked.Message(("order_id", "ORDER"))).Replace("ORDER", "Заказ", StringComparison.Ordinal);
        byte[] body =
        [
            .. Windows1251.GetBytes(message), .. "\n"u8,
            .. "{\"admitad_id\":\"\0\"}\n"u8,
            0xFF, 0xFE, 0x00, 0x01, .. "\n"u8,
            .. Encoding.UTF8.GetBytes(Batch.LineOf(clicked.Message())), .. "\n"u8,
        ];

        Assert.Equal(["1 applied", "2 invalid", "3 invalid", "4 applied"], (await Batch.SendAsync(_api, body)).Select(Batch.Said));
    }

    [Fact]
    public async Task Body_in_utf_16_is_answered_line_by_line_and_takes_nothing()
    {
        var clicked = await Clicked.ByAsync(_api);
        var text = string.Join('\n', Enumerable.Range(0, 3).Select(_ => Batch.LineOf(clicked.Message())));
        var answers = await Batch.SendAsync(_api, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]);
        Assert.Equal(["1 invalid", "2 invalid", "3 invalid"], answers.Select(Batch.Said));
    }

    [Theory]
    [InlineData(" garbage")]
    [InlineData("{}")]
    [InlineData("\r{\"a\":1}")]
    [InlineData(",")]
    [InlineData("\0")]
    public async Task Line_with_something_behind_its_object_is_invalid_as_a_whole(string behind)
    {
        var clicked = await Clicked.ByAsync(_api);
        var answers = await Batch.SendAsync(_api, Batch.LineOf(clicked.Message()) + behind, Batch.LineOf(clicked.Message()) + " \t\r");
        Assert.Equal(["1 invalid", "2 applied"], answers.Select(Batch.Said));
    }

    [Fact]
    public async Task Ten_megabytes_without_a_line_break_are_one_invalid_line_and_are_not_held()
    {
        const int Pieces = 160;
        const int PieceLength = 64 * 1024;
        var clicked = await Clicked.ByAsync(_api);
        var piece = new string('x', PieceLength);
        using var request = await RawRequest.PostAsync(_api, Batch.Address, Batch.Type);
        await request.SendAsync(Batch.LineOf(clicked.Message()) + "\n{\"admitad_id\":\"");
        Assert.Equal(200, await request.StatusAsync());
        Assert.Equal("1 applied", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));

        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var n = 0; n < Pieces; n++)
        {
            await request.SendAsync(piece);
        }

        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        await request.SendAsync("\"}\n" + Batch.LineOf(clicked.Message()));
        await request.EndAsync();
        Assert.Equal("2 invalid", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        Assert.Equal("3 applied", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        Assert.Null(await request.ReadLineAsync());
        Assert.True(held < Pieces * PieceLength / 2, $"{held} bytes are held.");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    public async Task Compressed_body_is_refused_and_told_what_would_be_taken(string encoding)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("{}\n"u8.ToArray());
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await Batch.PostAsync(_api, content);
        Assert.Equal("415 unsupported-media-type", await response.OutcomeAsync());
        Assert.Equal("identity", Assert.Single(response.Headers.GetValues("Accept-Encoding")));
    }

    [Fact]
    public async Task Batch_whose_sender_goes_away_in_the_middle_of_a_line_is_completed_by_sending_it_again()
    {
        var clicked = await Clicked.ByAsync(_api);
        var lines = Enumerable.Range(0, 60).Select(_ => Batch.LineOf(clicked.Message(("order_sum", "100")))).ToArray();
        using (var request = await RawRequest.PostAsync(_api, Batch.Address, Batch.Type))
        {
            await request.SendAsync(string.Join('\n', lines[..40]) + "\n" + lines[40][..30]);
            Assert.Equal(200, await request.StatusAsync());
            Assert.Equal("1 applied", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        }

        var answers = await Batch.SendAsync(_api, lines);
        Assert.Equal(Enumerable.Range(1, 60), answers.Select(answer => answer.GetProperty("line").GetInt32()));
        Assert.Equal("unchanged", answers[0].GetProperty("result").GetString());
        Assert.All(answers, answer => Assert.Contains(answer.GetProperty("result").GetString(), (string[])["applied", "unchanged"]));
        Assert.All(answers.Skip(40), answer => Assert.Equal("applied", answer.GetProperty("result").GetString()));
        var me = await (await clicked.Subscriber.Client.GetAsync("/api/v1/me")).JsonAsync();
        Assert.Equal(300, me.GetProperty("balance").GetProperty("accruedThisMonth").GetInt64());
    }
}
