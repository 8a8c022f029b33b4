using System.Text;
using CsvHelper;

namespace Cashback.Api.Csv;

/// <summary>Finds out how a file of text is written, without holding more of it than a block.</summary>
internal static class CsvText
{
    private const int BlockSize = 64 * 1024;
    private const int HeaderMax = 64 * 1024;
    private const char Bom = '\uFEFF';

    public static IReadOnlyList<char> Separators { get; } = [';', ',', '\t', '|'];

    /// <summary>What is wrong with the file as text; null: nothing, and <paramref name="encoding"/> is its encoding.</summary>
    /// <param name="described">The encoding that the network's description names.</param>
    public static LocalText? Look(Stream file, string? described, out Encoding encoding)
    {
        encoding = Encoding.UTF8;
        var block = new byte[BlockSize];
        file.Position = 0;
        var length = file.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
        var start = block.AsSpan(0, length);
        if (start.IsEmpty || (start.Length <= 3 && start.SequenceEqual(Encoding.UTF8.Preamble)))
        {
            return new("The file is empty.", "Файл пуст.");
        }

        if (start.StartsWith("PK\u0003\u0004"u8))
        {
            return new("This is an archive or an Excel workbook; a CSV file is expected.", "Это архив или книга Excel; нужен файл CSV.");
        }

        encoding = Marked(start) ?? Described(described) ?? Utf16Without(start) ?? (IsUtf8(file) ? Encoding.UTF8 : Windows1251);
        var text = encoding.GetString(start);
        return text.AsSpan().IndexOfAnyInRange('\0', '\b') >= 0 ? new("The file is not text.", "Это не текстовый файл.") : null;
    }

    /// <summary>The first record that is not empty: a line, or more if a quoted cell of it holds line breaks.</summary>
    /// <param name="separator">What a line <c>sep=;</c> before it says.</param>
    /// <param name="number">Of its last line, from 1.</param>
    public static string FirstRecord(Stream file, Encoding encoding, out char? separator, out long number)
    {
        file.Position = 0;
        separator = null;
        number = 0;
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: -1, leaveOpen: true);
        var line = new StringBuilder();
        var lineBreak = "";
        while (line.Length == 0 && ReadLine(reader, line, out lineBreak))
        {
            number++;
            if (IsHint(line.ToString(), ref separator))
            {
                line.Clear();
            }
        }

        var first = line.ToString();
        var record = new StringBuilder(first);
        var open = CsvRecords.HasOddQuotes(first);
        for (var last = number + 1; open && record.Length < HeaderMax && ReadLine(reader, line.Clear(), out var next); last++)
        {
            record.Append(lineBreak).Append(line);
            lineBreak = next;
            open ^= CsvRecords.HasOddQuotes(line.ToString());
            if (!open && record.ToString() is var text && Separators.Any(candidate => CsvRecords.Cells(text, candidate, out _) is not null))
            {
                number = last;
                return text;
            }
        }

        // A quote that stands for itself begins no cell: then the line alone is the header.
        return first;
    }

    private static bool ReadLine(StreamReader reader, StringBuilder line, out string lineBreak)
    {
        lineBreak = "";
        var read = reader.Read();
        var any = read >= 0;
        for (; read >= 0 && line.Length < HeaderMax; read = reader.Read())
        {
            if (read is '\r' or '\n')
            {
                lineBreak = read == '\r' && reader.Peek() == '\n' ? "\r\n" : ((char)read).ToString();
                if (lineBreak.Length == 2)
                {
                    reader.Read();
                }

                return true;
            }

            if (read != Bom)
            {
                line.Append((char)read);
            }
        }

        return any;
    }

    private static bool IsHint(string line, ref char? separator)
    {
        var hint = line.Length == 5 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && Separators.Contains(line[4]);
        separator = hint ? line[4] : separator;
        return hint;
    }

    /// <summary>The cells of a header, however it is quoted.</summary>
    public static string[] Cells(string line, char separator)
    {
        using var reader = CsvReader.FromText(
            line, new CsvReaderOptions { HasHeader = false, Separator = separator, TrimWhitespace = true });
        return reader.Read() ? reader.Current.ToArray() : [];
    }

    public static bool EndsWithLineBreak(Stream file, Encoding encoding)
    {
        var mark = encoding.GetBytes("\n");
        if (file.Length < mark.Length)
        {
            return false;
        }

        file.Position = file.Length - mark.Length;
        var end = new byte[mark.Length];
        file.ReadExactly(end);
        return end.AsSpan().SequenceEqual(mark);
    }

    private static Encoding Windows1251 => CodePagesEncodingProvider.Instance.GetEncoding(1251)!;

    private static Encoding? Marked(ReadOnlySpan<byte> start) =>
        start.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8
        : start.StartsWith(Encoding.Unicode.Preamble) ? Encoding.Unicode
        : start.StartsWith(Encoding.BigEndianUnicode.Preamble) ? Encoding.BigEndianUnicode
        : null;

    private static Encoding? Described(string? name) => name switch
    {
        "utf-8" => Encoding.UTF8,
        "utf-16" => Encoding.Unicode,
        "windows-1251" => Windows1251,
        _ => null,
    };

    // The separators and digits of a line have a zero as one of their two bytes.
    private static Encoding? Utf16Without(ReadOnlySpan<byte> start)
    {
        var zeros = (Even: 0, Odd: 0);
        for (var i = 0; i < start.Length; i++)
        {
            if (start[i] == 0)
            {
                zeros = i % 2 == 0 ? (zeros.Even + 1, zeros.Odd) : (zeros.Even, zeros.Odd + 1);
            }
        }

        var many = start.Length / 8;
        return zeros.Odd > many && zeros.Even == 0 ? Encoding.Unicode
            : zeros.Even > many && zeros.Odd == 0 ? Encoding.BigEndianUnicode
            : null;
    }

    /// <summary>The whole file counts: the first letter that tells may stand at its end. A letter cut by the end does not.</summary>
    private static bool IsUtf8(Stream file)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[BlockSize];
        var chars = new char[BlockSize + 1];
        file.Position = 0;
        try
        {
            for (var length = file.Read(bytes); length > 0; length = file.Read(bytes))
            {
                decoder.GetChars(bytes.AsSpan(0, length), chars, flush: false);
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
