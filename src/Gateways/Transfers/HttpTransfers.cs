using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Transfers;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>
/// Transfers of real money by HTTP: a <c>POST</c> to the configured address with the header <c>Idempotency-Key</c> and a body that
/// names who gets it and <c>"amount":"1500.00","currency":"RUB"</c>. Answers: 200 <c>{"status":"paid"}</c>,
/// 200 <c>{"status":"refused","reason":"…"}</c>, 202 not decided yet. Everything else, and no answer, is "unknown": it is
/// retried with the same key, and the service must move the money once.
/// </summary>
internal sealed class HttpTransfers(IHttpClientFactory clients, TransferSettings settings, string section)
{
    public bool IsConfigured => settings.Url is not null;

    public async Task<TransferAnswer> AskAsync(string idempotencyKey, TransferOrder order, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, settings.Url ?? throw new InvalidOperationException($"{section}:Url is not set."))
        {
            Content = JsonContent.Create(order, TransferJson.Default.TransferOrder),
        };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (settings.Token is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var client = clients.CreateClient(section);
        using var response = await client.SendAsync(request, cancellation);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => Read(await ReadReplyAsync(response, cancellation)),
            HttpStatusCode.Accepted => throw new HttpRequestException($"{section} has not decided yet (202)."),
            var status => throw new HttpRequestException($"{section} answered {(int)status}.", null, status),
        };
    }

    public static string AmountText(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private TransferAnswer Read(TransferReply? reply) => reply switch
    {
        { Status: "paid" } => new TransferAnswer(true),
        { Status: "refused" } => new TransferAnswer(false, reply.Reason ?? "refused without a reason"),
        _ => throw new HttpRequestException($"{section} answered 200 with neither 'paid' nor 'refused' as its status."),
    };

    private async Task<TransferReply?> ReadReplyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(TransferJson.Default.TransferReply, cancellation);
        }
        catch (JsonException unreadable)
        {
            throw new HttpRequestException($"{section} answered 200 with something that is not the agreed JSON.", unreadable);
        }
    }
}

/// <summary>Pays into the wallet of a phone number: <c>{"phone":"+7916…","amount":"1500.00","currency":"RUB"}</c>.</summary>
internal sealed class HttpWalletGateway(IHttpClientFactory clients, IOptionsMonitor<TransferSettings> settings) : IWalletGateway
{
    private readonly HttpTransfers _transfers = new(clients, settings.Get(TransferSettings.Wallet), TransferSettings.Wallet);

    public bool IsConfigured => _transfers.IsConfigured;

    public Task<TransferAnswer> PayInAsync(string idempotencyKey, Phone phone, decimal amount, CancellationToken cancellation) =>
        _transfers.AskAsync(idempotencyKey, new(HttpTransfers.AmountText(amount), Money.Rub, Phone: phone.E164), cancellation);
}

/// <summary>Credits a card: <c>{"card":"the bank's id","amount":"151.20","currency":"RUB"}</c>.</summary>
internal sealed class HttpCardBankGateway(IHttpClientFactory clients, IOptionsMonitor<TransferSettings> settings) : ICardBankGateway
{
    private readonly HttpTransfers _transfers = new(clients, settings.Get(TransferSettings.CardBank), TransferSettings.CardBank);

    public bool IsConfigured => _transfers.IsConfigured;

    public Task<TransferAnswer> CreditAsync(string idempotencyKey, string cardId, decimal amount, CancellationToken cancellation) =>
        _transfers.AskAsync(idempotencyKey, new(HttpTransfers.AmountText(amount), Money.Rub, Card: cardId), cancellation);
}

internal sealed record TransferOrder(string Amount, string Currency, string? Phone = null, string? Card = null);

internal sealed record TransferReply(string? Status, string? Reason);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransferOrder))]
[JsonSerializable(typeof(TransferReply))]
internal sealed partial class TransferJson : JsonSerializerContext;
