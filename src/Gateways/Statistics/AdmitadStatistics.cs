using System.Globalization;
using System.Runtime.CompilerServices;
using Cashback.Reconciliations;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>Admitad's statistics as reports.</summary>
internal sealed class AdmitadStatistics(AdmitadClient client, IOptions<AdmitadSettings> settings) : INetworkStatistics
{
    // Admitad says no zone; the overlap of two windows is far longer than a zone can be off.
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    public string Network => "admitad";

    public bool IsConfigured => settings.Value.HasCredentials;

    public IReportSource OfDays(DateOnly from, DateOnly to) =>
        Source(("date_start", from.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)), ("date_end", to.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)));

    /// <summary>
    /// The window has no end: rows can only enter it while it is read, never leave it, and a row that enters makes another
    /// one appear twice, never be missed.
    /// </summary>
    public IReportSource ChangedSince(DateTimeOffset since) => Source(
        ("status_updated_start", TimeZoneInfo.ConvertTime(since, Zone).ToString("dd.MM.yyyy HH:mm:ss", CultureInfo.InvariantCulture)));

    private AdmitadSource Source(params IEnumerable<(string Name, string Value)> filter)
    {
        var website = settings.Value.WebsiteId is { Length: > 0 } id ? new[] { ("website", id) } : [];
        var query = filter.Concat(website).Append(("order_by", "datetime"));
        return new AdmitadSource(client, string.Join('&', query.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}")));
    }
}

/// <summary>The pages of one query, oldest action first.</summary>
internal sealed class AdmitadSource(AdmitadClient client, string query) : IReportSource
{
    /// <summary>The most that Admitad gives at once.</summary>
    private const int PageLength = 500;

    private const long RowsMax = 10_000_000;

    public int Percent { get; private set; }

    public IReadOnlyList<LocalText> Warnings => Array.Empty<LocalText>();

    public async IAsyncEnumerable<ReportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var offset = 0L;
        while (true)
        {
            var page = await client.GetActionsAsync(string.Create(CultureInfo.InvariantCulture, $"{query}&limit={PageLength}&offset={offset}"), cancellation);
            foreach (var row in page.Rows)
            {
                yield return new ReportRow(++offset, row);
            }

            Percent = page.Count is > 0 and var count ? (int)Math.Min(99, offset * 100 / count) : 0;
            if (page.Rows.Count == 0 || offset >= page.Count)
            {
                yield break;
            }

            if (offset >= RowsMax)
            {
                throw new ReportUnreadableException(new(
                    $"Admitad's statistics do not end after {RowsMax} rows.",
                    $"Статистика Admitad не кончается и после {RowsMax} строк."));
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
