using System.Buffers;
using System.Globalization;
using System.Text;
using Cashback.Reconciliations;

namespace Cashback.Api.Operations;

/// <summary>Reads what a run listed, and writes it as a CSV file: both page by page.</summary>
internal sealed class ReconciliationConflicts(IGrainFactory grains, ReconciliationView run)
{
    private const string Header = "line,reason,detail,purchase,order,subscriber,network_status,network_amount,our_status,our_amount,currency,quarantine";

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\r\n\t");

    public async Task<IReadOnlyList<Conflict>> ReadAsync(long from, int count)
    {
        var until = Math.Min(from + count, run.Progress.Conflicts);
        var found = new List<Conflict>();
        while (from < until)
        {
            var page = await PageAsync((int)(from / ReconciliationLimits.PageLength));
            var place = (int)(from % ReconciliationLimits.PageLength);
            var part = page.Skip(place).Take((int)(until - from)).ToArray();
            if (part.Length == 0)
            {
                break;
            }

            found.AddRange(part);
            from += part.Length;
        }

        return found;
    }

    /// <summary>With a byte order mark, without which spreadsheets take it for something else than UTF-8.</summary>
    public async Task WriteCsvAsync(Stream stream, TextLanguage language)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Header);
        for (var from = 0L; from < run.Progress.Conflicts;)
        {
            var conflicts = await ReadAsync(from, ReconciliationLimits.PageLength);
            if (conflicts.Count == 0)
            {
                break;
            }

            foreach (var conflict in conflicts)
            {
                await writer.WriteLineAsync(string.Join(',', Cells(conflict, language).Select(Cell)));
            }

            from += conflicts.Count;
        }
    }

    /// <summary>A cell that a spreadsheet would run as a formula gets an apostrophe before it.</summary>
    internal static string Cell(string? text)
    {
        var plain = text is { Length: > 0 } && "=+-@\t\r\n".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "";
        return plain.AsSpan().IndexOfAny(Quoted) < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static IEnumerable<string?> Cells(Conflict conflict, TextLanguage language) =>
    [
        conflict.Line?.ToString(CultureInfo.InvariantCulture), conflict.Reason, conflict.Detail.In(language), conflict.PurchaseId, conflict.OrderId,
        conflict.SubscriberId, Word(conflict.NetworkStatus), Number(conflict.NetworkAmount), Word(conflict.OurStatus), Number(conflict.OurAmount),
        (conflict.NetworkAmount ?? conflict.OurAmount)?.Currency, conflict.QuarantineId,
    ];

    private static string? Word<T>(T? status)
        where T : struct, Enum => status is { } known ? char.ToLowerInvariant($"{known}"[0]) + $"{known}"[1..] : null;

    private static string? Number(Money? money) => money?.Amount.ToString("0.00########", CultureInfo.InvariantCulture);

    private Task<IReadOnlyList<Conflict>> PageAsync(int page) =>
        grains.GetGrain<IConflictPageGrain>(GrainKeys.ConflictPage(run.Id, page)).GetAsync();
}
