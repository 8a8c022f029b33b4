using System.Globalization;
using System.Net;
using System.Text.Json;
using Cashback.Messages;
using Cashback.Receipts;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>
/// Receipts through proverkacheka.com's <c>check/get</c>, or a service with the same protocol: a form with the token and the
/// receipt, answered by a code from 0 to 5. No retry here: the receipt's grain retries.
/// </summary>
internal sealed class ProverkachekaService(IHttpClientFactory clients, IOptions<FiscalDataSettings> settings) : IFiscalDataService
{
    public const string Client = "fiscal-data";
    private const int Ways = 3;

    public bool IsConfigured => !string.IsNullOrEmpty(settings.Value.Token);

    public async Task<FiscalAnswer> FindAsync(ReceiptQr receipt, int attempt, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(Client);
        using var form = new FormUrlEncodedContent(FormOf(receipt, attempt));
        using var response = await client.PostAsync(settings.Value.Url, form, cancellation);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)
        {
            return new FiscalAnswer(FiscalStatus.Busy, Why: $"The service answered {(int)response.StatusCode}.");
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The fiscal-data service answered {(int)response.StatusCode}.", null, response.StatusCode);
        }

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            return Read(answer.RootElement);
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or FormatException or InvalidOperationException or OverflowException or KeyNotFoundException)
        {
            throw new HttpRequestException("The fiscal-data service answered with something that is not its JSON.", unreadable);
        }
    }

    /// <summary>Some documents are found by their fields only, some by the code's text only, some with seconds only.</summary>
    private Dictionary<string, string> FormOf(ReceiptQr receipt, int attempt)
    {
        var form = new Dictionary<string, string> { ["token"] = settings.Value.Token! };
        var way = (attempt - 1) % Ways;
        var time = receipt.Time.ToString(
            way == Ways - 1 || (way == 1 && receipt.Time.Second != 0) ? "yyyyMMdd'T'HHmmss" : "yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        var sum = receipt.Sum.ToString("0.00", CultureInfo.InvariantCulture);
        var (drive, document, sign) = receipt.Name;
        if (way == 1)
        {
            form["qrraw"] = string.Create(
                CultureInfo.InvariantCulture, $"t={time}&s={sum}&fn={drive}&i={document}&fp={sign}&n={receipt.Operation}");
            return form;
        }

        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[
            ("fn", drive), ("fd", document), ("fp", sign), ("t", time), ("s", sum), ("n", $"{receipt.Operation}"), ("qr", "0")])
        {
            form[name] = value;
        }

        return form;
    }

    private FiscalAnswer Read(JsonElement answer)
    {
        var data = answer.TryGetProperty("data", out var found) ? found : default;
        return ProverkachekaReceipt.Whole(answer.GetProperty("code")) switch
        {
            0 => new FiscalAnswer(FiscalStatus.Unknown, Why: Words(data)),
            1 => new FiscalAnswer(FiscalStatus.Found, ProverkachekaReceipt.Read(data.GetProperty("json"))),
            2 => new FiscalAnswer(FiscalStatus.NotYet, Why: Words(data)),
            3 or 4 => new FiscalAnswer(FiscalStatus.Busy, Why: Words(data)),
            var other => throw new HttpRequestException($"The fiscal-data service answered code {other}: {Words(data)}"),
        };
    }

    private string? Words(JsonElement data) => data.ValueKind == JsonValueKind.String
        ? ErrorText.Of(data.GetString()!.Replace(settings.Value.Token!, "…", StringComparison.Ordinal))
        : null;
}
