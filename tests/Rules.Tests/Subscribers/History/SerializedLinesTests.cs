using System.Text;
using System.Text.Json;
using Cashback.Storage;
using Cashback.Subscribers;
using CsCheck;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>Lines that are kept as their JSON are the lines that were put in, and the JSON that the record always had.</summary>
public sealed class SerializedLinesTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char["aЯ\"\\/<\n€ \u2028"], 0, 12];

    private static readonly Gen<HistoryLine> Line = Gen.Select(
        Gen.Long, Gen.DateTimeOffset, Text, Text.Null(), Gen.Long.Nullable(), Gen.Decimal[0, 10_000].Nullable(),
        (sequence, at, title, reason, bonuses, spent) => new HistoryLine
        {
            Sequence = sequence,
            At = at,
            Type = "purchase",
            Title = title,
            Reason = reason,
            Bonuses = bonuses,
            BalanceAfter = 5,
            Spent = spent,
        });

    [Fact]
    public void Lines_come_back_as_they_were_from_memory_and_from_the_store() => Line.Array[0, 5].Sample(lines =>
    {
        var kept = lines.Aggregate(SerializedLines.Empty, (all, line) => all.Add(line));

        Assert.Equal(lines, kept);
        Assert.Equal(lines, JsonSerializer.Deserialize<HistoryLines>(Stored(new HistoryLines(kept)), StateJson.Options)!.Lines);
    });

    [Fact]
    public void They_are_stored_as_a_plain_array_of_lines() => Line.Array[0, 5].Sample(lines =>
    {
        var plain = lines.Select(line => Encoding.UTF8.GetString(Stored(line)));

        Assert.Equal($$"""{"lines":[{{string.Join(',', plain)}}]}""", Encoding.UTF8.GetString(Stored(new HistoryLines(SerializedLines.Of(lines)))));
    });

    [Fact]
    public void What_a_newer_version_wrote_into_a_line_stays()
    {
        var stored = """{"lines":[{"sequence":1,"at":"2026-11-01T00:00:00+00:00","type":"click","title":"Shop","balanceAfter":0,"laterOn":{"a":[1]}}]}""";
        var page = JsonSerializer.Deserialize<HistoryLines>(stored, StateJson.Options)!;

        Assert.Equal("Shop", page.Lines[0].Title);
        Assert.Equal(stored, Encoding.UTF8.GetString(Stored(page)));
    }

    [Fact]
    public void The_newest_line_that_is_meant_is_found_and_not_one_that_only_says_the_word()
    {
        const string Word = "a\"Я";
        var lines = SerializedLines.Of(
        [
            Given("click") with { ClickId = Word },
            Given("click") with { ClickId = Word },
            Given("purchase") with { ClickId = Word },
            Given("click") with { Title = $"{Word}." },
            Given("click"),
        ]);

        Assert.Equal((1, lines[1]), lines.FindLast(Word, line => line.Type == "click" && line.ClickId == Word));
        Assert.Null(lines.FindLast("nowhere", _ => true));
    }

    [Fact]
    public void Pages_are_those_of_the_lines_numbers_and_one_that_is_not_here_is_empty()
    {
        var history = Enumerable.Range(1, 40).Aggregate(new History(), (all, n) => all.Add(Given("click") with { Sequence = n }));
        var later = history.WithoutPage(0);

        Assert.Equal(
            (1, 16, 33, 8), (history.Page(0)[0].Sequence, history.Page(0).Count, history.Page(2)[0].Sequence, history.Page(2).Count));
        Assert.Equal((17, 16), (later.Page(1)[0].Sequence, later.Page(1).Count));
        Assert.Empty(later.Page(0));
        Assert.Empty(later.Page(3));
        Assert.Equal(1, later.FirstPage);
    }

    [Theory]
    [InlineData("""{"lines":{}}""")]
    [InlineData("""{"lines":"none"}""")]
    public void Anything_but_an_array_is_a_fault(string stored) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HistoryLines>(stored, StateJson.Options));

    private static HistoryLine Given(string type) =>
        new() { Sequence = 1, At = DateTimeOffset.UnixEpoch, Type = type, Title = "Shop", BalanceAfter = 0 };

    private static byte[] Stored<T>(T state) => StateJson.ToBytes(state);
}
