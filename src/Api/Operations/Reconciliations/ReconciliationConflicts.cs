using System.Globalization;
using System.Runtime.CompilerServices;
using Cashback.Api.Csv;
using Cashback.Api.Problems;
using Cashback.Reconciliations;
using Cashback.Runs;

namespace Cashback.Api.Operations;

/// <summary>Reads what a run listed, and writes it as a CSV file: both page by page.</summary>
internal sealed class ReconciliationConflicts(IGrainFactory grains, ReconciliationView run)
{
    private static readonly string[] Header =
    [
        "line", "reason", "detail", "purchase", "order", "subscriber", "network_status", "network_amount", "our_status", "our_amount", "currency", "quarantine",
    ];

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

    /// <summary>
    /// The file piece by piece. The first one is read before anything is sent, so that an outage is answered as one; later it is waited for
    /// the store, since an answer that has begun can only be broken off.
    /// </summary>
    /// <exception cref="InvalidOperationException">Something that is counted is not there: the file is not to look as if it
    /// were whole.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> CsvAsync(
        TextLanguage language, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = await ReadAsync(0, ReconciliationLimits.PageLength);
        yield return CsvOutput.ByteOrderMark;
        yield return CsvOutput.Lines([Header]);
        var written = 0L;
        for (var part = first; ; part = await Retry.RunAsync(() => ReadAsync(written, ReconciliationLimits.PageLength), cancellation,
            Outage.Is))
        {
            yield return CsvOutput.Lines(part.Select(conflict => Cells(conflict, language)));
            written += part.Count;
            if (written >= run.Progress.Conflicts)
            {
                yield break;
            }

            if (part.Count == 0)
            {
                throw new InvalidOperationException($"Reconciliation {run.Id} counts {run.Progress.Conflicts} conflicts, and only {written} are there.");
            }
        }
    }

    private static IEnumerable<string?> Cells(Conflict conflict, TextLanguage language) =>
    [
        conflict.Line?.ToString(
            CultureInfo.InvariantCulture), conflict.Reason, conflict.Detail.In(language), conflict.PurchaseId, conflict.OrderId,
        conflict.SubscriberId, StatusText(
            conflict.NetworkStatus), AmountText(conflict.NetworkAmount), StatusText(conflict.OurStatus), AmountText(conflict.OurAmount),
        (conflict.NetworkAmount ?? conflict.OurAmount)?.Currency, conflict.QuarantineId,
    ];

    private static string? StatusText<T>(T? status)
        where T : struct, Enum => status is { } known ? char.ToLowerInvariant($"{known}"[0]) + $"{known}"[1..] : null;

    private static string? AmountText(Money? money) => money?.Amount.ToString("0.00########", CultureInfo.InvariantCulture);

    private Task<IReadOnlyList<Conflict>> PageAsync(int page) =>
        grains.GetGrain<IConflictPageGrain>(GrainKeys.ConflictPage(run.Id, page)).GetAsync();
}
