using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Payouts;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>
/// Top-ups by HTTP: <c>POST {Cashback:Billing:Url}</c> with the header <c>Idempotency-Key</c> and the body
/// <c>{"phone":"+7916…","amount":300}</c>, whole rubles. Answers: 200 <c>{"status":"paid"}</c>,
/// 200 <c>{"status":"refused","reason":"…"}</c>, 202 not decided yet. Everything else, and no answer, is "unknown":
/// the payout is retried with the same key, and the service must move the money once.
/// </summary>
internal sealed class HttpBillingGateway(IHttpClientFactory clients, IOptions<BillingSettings> settings) : IBillingGateway
{
    public const string Client = "billing";
    public const string RefusedWithoutReason = "refused by the billing system";

    public async Task<PayoutAnswer> TopUpAsync(string idempotencyKey, Phone phone, long amount, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Value.Url)
        {
            Content = JsonContent.Create(new(phone.E164, amount), GatewayJson.Default.TopUpRequest),
        };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (settings.Value.Token is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var client = clients.CreateClient(Client);
        using var response = await client.SendAsync(request, cancellation);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => Read(await ReadReplyAsync(response, cancellation)),
            HttpStatusCode.Accepted => throw new HttpRequestException("The billing system has not decided yet (202)."),
            var status => throw new HttpRequestException($"The billing system answered {(int)status}.", null, status),
        };
    }

    private static PayoutAnswer Read(TopUpReply? reply) => reply switch
    {
        { Status: "paid" } => new PayoutAnswer(true),
        { Status: "refused" } => new PayoutAnswer(false, reply.Reason ?? RefusedWithoutReason),
        _ => throw new HttpRequestException("The billing system answered 200 with neither 'paid' nor 'refused' as its status."),
    };

    private static async Task<TopUpReply?> ReadReplyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(GatewayJson.Default.TopUpReply, cancellation);
        }
        catch (JsonException unreadable)
        {
            throw new HttpRequestException("The billing system answered 200 with something that is not the agreed JSON.", unreadable);
        }
    }
}

internal sealed record TopUpRequest(string Phone, long Amount);

internal sealed record TopUpReply(string? Status, string? Reason);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TopUpRequest))]
[JsonSerializable(typeof(TopUpReply))]
[JsonSerializable(typeof(SmscReply))]
internal sealed partial class GatewayJson : JsonSerializerContext;
