using System.Buffers;
using System.Text;

namespace Cashback.Api.Csv;

/// <summary>Writes tables as CSV (RFC 4180) for spreadsheets, of which none makes a formula of a cell.</summary>
internal static class CsvOutput
{
    private const string FormulaMarks = "=+-@";

    /// <summary>Semicolons and tabs too: some spreadsheets part cells by them.</summary>
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\r\n\t");

    /// <summary>What a file begins with; without it spreadsheets take it for something else than UTF-8.</summary>
    public static ReadOnlyMemory<byte> ByteOrderMark { get; } = Encoding.UTF8.GetPreamble();

    public static byte[] Lines(IEnumerable<IEnumerable<string?>> records)
    {
        var text = new StringBuilder();
        foreach (var record in records)
        {
            text.AppendJoin(',', record.Select(Cell)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A cell that a spreadsheet would run as a formula gets an apostrophe before it.</summary>
    internal static string Cell(string? text)
    {
        var plain = text ?? "";
        plain = IsFormula(plain) ? "'" + plain : plain;
        return plain.AsSpan().IndexOfAny(Quoted) < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static bool IsFormula(string text) =>
        text is ['\t' or '\r' or '\n', ..]
            || (text.AsSpan().TrimStart() is [var first, ..] && FormulaMarks.Contains(first, StringComparison.Ordinal));
}
