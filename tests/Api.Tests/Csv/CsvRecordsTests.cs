using System.Text;
using Cashback.Api.Csv;
using CsCheck;

namespace Cashback.Api.Tests.Csv;

public sealed class CsvRecordsTests
{
    /// <summary>What is odd about CSV, more often than it would come by itself.</summary>
    private static readonly Gen<string> Scrap = Gen.OneOf(
        Gen.Const("\""), Gen.Const("\"\""), Gen.Const(";"), Gen.Const("\n"), Gen.Const("\r\n"), Gen.Const(","), Gen.Const(" "), Gen.Const("ж"),
        Gen.Const("a"));

    private static readonly Gen<string> Cell = Scrap.Array[0, 8].Select(string.Concat);

    [Fact]
    public async Task What_was_written_as_rfc_4180_says_is_read_cell_by_cell() =>
        await Gen.Select(Cell.Array[2, 4].Array[1, 12], Gen.Bool).SampleAsync(async (rows, windows) =>
        {
            var width = rows.Min(row => row.Length);
            var written = rows.Select(row => row[..width].Select(cell => cell.Trim(' ')).ToArray()).ToList();
            var lineBreak = windows ? "\r\n" : "\n";
            var text = string.Concat(written.Select(row => string.Join(';', row.Select(Quoted)) + lineBreak));
            var read = await ReadAsync(text);
            return read.Count == written.Count
                && read.Zip(written).All(pair => pair.First.Cells is { } cells && cells.SequenceEqual(pair.Second))
                && read.Zip(Beginnings(written)).All(pair => pair.First.Line == pair.Second);
        });

    [Fact]
    public async Task Whatever_a_text_is_each_of_its_lines_is_in_one_record_and_none_is_lost() =>
        await Scrap.Array[0, 60].Select(string.Concat).SampleAsync(async text =>
        {
            var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
            var next = 1;
            foreach (var record in await ReadAsync(text))
            {
                // Between two records stand empty lines, or the lines of the first one's quoted cells.
                var between = lines[(next - 1)..(int)(record.Line - 1)];
                if (between.Any(line => line.Length > 0))
                {
                    return false;
                }

                next = (int)record.Line + 1 + (record.Cells?.Sum(cell => cell.Count(c => c == '\n')) ?? 0);
            }

            return lines[Math.Min(next - 1, lines.Length)..].All(line => line.Length == 0);
        });

    [Fact]
    public async Task Quote_that_is_never_closed_costs_its_line_only_however_long_the_file_is()
    {
        var text = new StringBuilder("a;\"open\n");
        for (var line = 2; line <= 40_000; line++)
        {
            text.Append(line % 9_000 == 0 ? "b;\"open too;x\n" : "b;\"1 2\"\n");
        }

        var read = await ReadAsync(text.ToString());

        Assert.Equal(Enumerable.Range(1, 40_000).Select(line => (long)line), read.Select(record => record.Line));
        Assert.Equal([1L, 9_000, 18_000, 27_000, 36_000], read.Where(record => record.Cells is null).Select(record => record.Line));
        Assert.Contains("does not end within", read[0].Fault?.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_that_is_too_long_to_be_one_ends_the_reading_and_is_named()
    {
        var text = "a;b\n" + new string('x', 1_000_000);
        var failure = await Assert.ThrowsAsync<CsvUnreadableException>(() => ReadAsync(text));
        Assert.Contains("after line 1", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<List<CsvRecord>> ReadAsync(string text)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var records = new CsvRecords(file, Encoding.UTF8, ';');
        var read = new List<CsvRecord>();
        while (await records.NextAsync(CancellationToken.None) is { } record)
        {
            read.Add(record);
        }

        return read;
    }

    // Quoted throughout: an unquoted cell of blanks would not be what it was.
    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static IEnumerable<long> Beginnings(IEnumerable<string[]> rows)
    {
        var line = 1L;
        foreach (var row in rows)
        {
            yield return line;
            line += 1 + row.Sum(cell => cell.Count(c => c == '\n'));
        }
    }
}
