using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Payouts;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>
/// Many top-ups in one request: <c>POST {Cashback:Billing:BatchUrl}</c> with
/// <c>{"topUps":[{"key":"…","phone":"+7916…","amount":300}]}</c>, answered 200
/// <c>{"answers":[{"key":"…","status":"paid"},{"key":"…","status":"refused","reason":"…"}]}</c>. A key without an answer, or with
/// another status, is not decided yet. Everything but 200 is "unknown" for all of them.
/// </summary>
internal sealed class HttpBillingBatch(IHttpClientFactory clients, IOptions<BillingSettings> settings) : IBillingBatch
{
    public async Task<IReadOnlyDictionary<string, PayoutAnswer>> TopUpAsync(IReadOnlyList<TopUp> topUps, CancellationToken cancellation)
    {
        var lines = topUps.Select(topUp => new BatchTopUp(topUp.IdempotencyKey, topUp.Phone.E164, topUp.Amount));
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Value.BatchUrl)
        {
            Content = JsonContent.Create(new([.. lines]), BillingBatchJson.Default.BatchRequest),
        };
        if (settings.Value.Token is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var client = clients.CreateClient(HttpBillingGateway.Client);
        using var response = await client.SendAsync(request, cancellation);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            throw new HttpRequestException($"The billing system answered {(int)response.StatusCode}.", null, response.StatusCode);
        }

        var answers = new Dictionary<string, PayoutAnswer>();
        foreach (var answer in await ReadAsync(response, cancellation))
        {
            if (answer is { Key: { } key } && Final(answer) is { } final && !answers.TryAdd(key, final) && answers[key] != final)
            {
                throw new HttpRequestException("The billing system gave two answers to one top-up.");
            }
        }

        return answers;
    }

    private static PayoutAnswer? Final(BatchAnswer answer) => answer.Status switch
    {
        "paid" => new PayoutAnswer(true),
        "refused" => new PayoutAnswer(false, answer.Reason ?? HttpBillingGateway.RefusedWithoutReason),
        _ => null,
    };

    private static async Task<IReadOnlyList<BatchAnswer?>> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var reply = await response.Content.ReadFromJsonAsync(BillingBatchJson.Default.BatchReply, cancellation);
            return reply?.Answers ?? throw new HttpRequestException("The billing system answered 200 without any answers.");
        }
        catch (JsonException unreadable)
        {
            throw new HttpRequestException("The billing system answered 200 with something that is not the agreed JSON.", unreadable);
        }
    }
}

internal sealed record BatchTopUp(string Key, string Phone, long Amount);

internal sealed record BatchRequest(IReadOnlyList<BatchTopUp> TopUps);

internal sealed record BatchAnswer(string? Key, string? Status, string? Reason);

internal sealed record BatchReply(IReadOnlyList<BatchAnswer?>? Answers);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchReply))]
internal sealed partial class BillingBatchJson : JsonSerializerContext;
