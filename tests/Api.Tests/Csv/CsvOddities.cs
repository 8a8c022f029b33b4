using System.Text;

namespace Cashback.Api.Tests.Csv;

/// <summary>A table as it is meant, before somebody's program writes it.</summary>
/// <param name="Numbers">Columns of numbers: of sums with kopecks, or of whole ones.</param>
internal sealed record CsvTable(string[] Header, string[][] Rows, params string[] Numbers);

/// <summary>How senders write one and the same table. A new way to write it is one line here, and every reader of files is asked.</summary>
internal static class CsvOddities
{
    private static readonly Dictionary<string, Func<CsvTable, byte[]>> Ways = new()
    {
        ["commas"] = table => Utf8(Text(table, ',')),
        ["semicolons"] = table => Utf8(Text(table)),
        ["tabs"] = table => Utf8(Text(table, '\t')),
        ["bars"] = table => Utf8(Text(table, '|')),
        ["line breaks of Windows"] = table => Utf8(Text(table).Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["no line break at the end"] = table => Utf8(Text(table).TrimEnd('\n')),
        ["a line that says the separator"] = table => Utf8("sep=;\n" + Text(table)),
        ["byte order mark"] = table => Utf8("\uFEFF" + Text(table)),
        ["UTF-16"] = table => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text(table))],
        ["UTF-16, big end first"] = table => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Text(table))],
        ["UTF-16 without its mark"] = table => Encoding.Unicode.GetBytes(Text(table)),
        ["Windows-1251"] = table => CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(Text(table)),
        ["names in capitals"] = table => Utf8(Text(table with { Header = [.. table.Header.Select(name => name.ToUpperInvariant())] })),
        ["no-break spaces around names"] = table => Utf8(Text(table with { Header = [.. table.Header.Select(name => $"\u00a0{name}\u00a0")] })),
        ["blanks around cells"] = table => Utf8(Text(Cells(table, cell => $" \u00a0{cell}\u2009 "))),
        ["every cell in quotes"] = table => Utf8(Text(Cells(table, cell => $"\"{cell}\"") with { Header = [.. table.Header.Select(name => $"\"{name}\"")] })),
        ["line breaks in quoted cells"] = table => Utf8(Text(With(table, "note", "\"Сказано \"\"так\"\";\nи не иначе\""))),
        ["quoted line break in the header"] = table => Utf8(Text(With(table, "\"note\nin words\"", "Слово"))),
        ["a column more at the front"] = table => Utf8(Text(new CsvTable(
            ["№", .. table.Header], [.. table.Rows.Select((row, i) => (string[])[$"{i + 1}", .. row])], table.Numbers))),
        ["columns in another order"] = table => Utf8(Text(table with
        {
            Header = [.. table.Header.Reverse()],
            Rows = [.. table.Rows.Select(row => row.Reverse().ToArray())],
        })),
        ["header once more before each row"] = table => Utf8(Text(table with
        {
            Rows = [.. table.Rows.SelectMany(row => (string[][])[[.. table.Header.Select(name => name.ToUpperInvariant())], row])],
        })),
        ["rows of empty cells"] = table => Utf8(Text(table with
        {
            Rows = [.. table.Rows, [.. table.Header.Select(_ => "")], [.. table.Header.Select(_ => "\u00a0"), ""], ["\u00a0"], [""]],
        })),
        ["separators at the end of rows"] = table => Utf8(Text(table with { Rows = [.. table.Rows.Select(row => (string[])[.. row, "", ""])] })),
        ["a separator at the end of the header"] = table => Utf8(Text(table with { Header = [.. table.Header, ""] })),
        ["last empty cells left off"] = table => Utf8(Text(table with { Header = [.. table.Header, "note", "more"] })),
        ["decimal commas"] = table => Utf8(Text(Written(table, number => number.Replace('.', ',')))),
        ["thousands parted by no-break spaces"] = table => Utf8(Text(Written(table, number => number.Insert(1, "\u00a0")))),
        ["thousands parted by narrow no-break spaces"] = table => Utf8(Text(Written(table, number => number.Insert(1, "\u202f").Replace('.', ',')))),
    };

    public static TheoryData<string> Names() => [.. Ways.Keys];

    public static byte[] Write(string way, CsvTable table) => Ways[way](table);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(CsvTable table, char separator = ';') =>
        string.Concat(((string[][])[table.Header, .. table.Rows]).Select(row => string.Join(separator, row) + "\n"));

    private static CsvTable Cells(CsvTable table, Func<string, string> write) =>
        table with { Rows = [.. table.Rows.Select(row => row.Select(write).ToArray())] };

    private static CsvTable With(CsvTable table, string name, string cell) => table with
    {
        Header = [name, .. table.Header],
        Rows = [.. table.Rows.Select(row => (string[])[cell, .. row])],
    };

    /// <summary>Its numbers, all of four digits before the point, as somebody else writes them.</summary>
    private static CsvTable Written(CsvTable table, Func<string, string> write) => table with
    {
        Rows = [.. table.Rows.Select(row => row.Select((cell,
            i) => table.Numbers.Contains(table.Header[i]) ? write(cell) : cell).ToArray())],
    };
}
