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
        var kept = Kept(lines);

        Assert.Equal(lines, kept);
        Assert.Equal(lines, JsonSerializer.Deserialize<HistoryChange>(Stored(new HistoryChange(5, kept)), StateJson.Options)!.Lines!);
    });

    [Fact]
    public void They_are_stored_as_a_plain_array_of_lines() => Line.Array[0, 5].Sample(lines =>
    {
        var plain = lines.Select(line => Encoding.UTF8.GetString(Stored(line)));

        Assert.Equal(
            $$"""{"lastSequence":5,"lines":[{{string.Join(',', plain)}}]}""",
            Encoding.UTF8.GetString(Stored(new HistoryChange(5, Kept(lines)))));
    });

    [Fact]
    public void What_a_newer_version_wrote_into_a_line_stays()
    {
        var stored = """{"lastSequence":1,"lines":[{"sequence":1,"at":"2026-11-01T00:00:00+00:00","type":"click","title":"Shop","balanceAfter":0,"laterOn":{"a":[1]}}]}""";
        var page = JsonSerializer.Deserialize<HistoryChange>(stored, StateJson.Options)!;

        Assert.Equal("Shop", page.Lines![0].Title);
        Assert.Equal(stored, Encoding.UTF8.GetString(Stored(page)));
    }

    [Fact]
    public void The_newest_line_that_is_meant_is_found_and_not_one_that_only_says_the_word()
    {
        const string Word = "a\"Я";
        var lines = Kept(
        [
            Given("click") with { ClickId = Word, Sequence = 1 },
            Given("click") with { ClickId = Word, Sequence = 2 },
            Given("purchase") with { ClickId = Word },
            Given("click") with { Title = $"{Word}." },
            Given("click"),
        ]);

        Assert.Equal(lines[1], lines.FindLast(Word, line => line.Type == "click" && line.ClickId == Word));
        Assert.Null(lines.FindLast("nowhere", _ => true));
    }

    [Fact]
    public void Saved_lines_leave_a_history_now_and_then_and_lines_that_are_not_saved_stay()
    {
        var history = Enumerable.Range(1, 40).Aggregate(new History(), (all, n) => all.Add(Given("click") with { Sequence = n }));

        Assert.Equal(Enumerable.Range(33, 8).Select(n => (long)n), history.Shortened(40).Tail.Select(line => line.Sequence));
        Assert.Equal((6L, 35), (history.Shortened(5).FirstSequence, history.Shortened(5).Tail.Count));
        Assert.Same(history, history.Shortened(0));
        var shorter = history.Shortened(40);
        for (var n = 41L; n < 40 + History.KeptMax - History.KeptMin; n++)
        {
            shorter = shorter.Add(Given("click") with { Sequence = n });
            Assert.Same(shorter, shorter.Shortened(n));
        }
    }

    [Theory]
    [InlineData("""{"lastSequence":1,"lines":{}}""")]
    [InlineData("""{"lastSequence":1,"lines":"none"}""")]
    public void Anything_but_an_array_is_a_fault(string stored) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HistoryChange>(stored, StateJson.Options));

    private static HistoryLine Given(string type) =>
        new() { Sequence = 1, At = DateTimeOffset.UnixEpoch, Type = type, Title = "Shop", BalanceAfter = 0 };

    private static SerializedLines Kept(IEnumerable<HistoryLine> lines) =>
        lines.Aggregate(SerializedLines.Empty, (all, line) => all.Add(line));

    private static byte[] Stored<T>(T state) => StateJson.ToBytes(state);
}
