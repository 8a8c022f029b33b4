using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Messages;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>
/// SMS through SMSC.ru's <c>send.php</c>, or a service with the same protocol. Never retried here: the service does not
/// recognise repetitions by id, so the message's own back-off decides when to retry, after a query by our id.
/// </summary>
internal sealed class SmscSmsGateway(IHttpClientFactory clients, IOptions<SmsSettings> settings) : ISmsGateway
{
    public const string Client = "sms";

    /// <summary>Of SMSC.ru's error codes: message forbidden, number unreadable, number can't be reached. A retry changes nothing.</summary>
    private static readonly int[] FinalErrors = [6, 7, 8];

    /// <summary>Login or password wrong, no money, address blocked: the operator has to act.</summary>
    private static readonly int[] AccountErrors = [2, 3, 4];

    /// <summary>Of its statuses and of its error codes: there is no such message.</summary>
    private const int UnknownMessage = -3;
    private const int NoSuchMessage = 3;

    /// <summary>The same request came a moment ago: the one before may have been accepted.</summary>
    private const int SimilarRequest = 9;

    /// <summary>
    /// Of its statuses: stopped, expired, can't be delivered, wrong number, forbidden, no money, number can't be reached.
    /// </summary>
    private static readonly int[] NotDelivered = [-2, 3, 20, 22, 23, 24, 25];

    public async Task<string?> SendAsync(string messageId, Phone to, string text, CancellationToken cancellation)
    {
        var reply = await PostAsync(settings.Value.SendUrl, Form(settings.Value, messageId, to, text), cancellation);
        if (reply is { ErrorCode: null, Count: > 0 })
        {
            return ServiceId(messageId);
        }

        var refusal = $"The SMS service answered error {(reply?.ErrorCode is { } number ? $"{number}" : "unknown")}: {reply?.Error}";
        throw new SendingException(FaultOf(reply?.ErrorCode), refusal);
    }

    public async Task<SmsTrace> FindAsync(string messageId, Phone to, CancellationToken cancellation)
    {
        var reply = await PostStatusAsync(ServiceId(messageId), to, cancellation);
        return reply switch
        {
            { Status: UnknownMessage } or { ErrorCode: NoSuchMessage } => new SmsTrace(false),
            { Status: not null } => new SmsTrace(true, ServiceId(messageId)),
            _ => throw new SendingException(SendingFault.Unreachable, $"The SMS service answered error {reply?.ErrorCode} to the question for a message: {reply?.Error}"),
        };
    }

    public async Task<SmsDelivery> GetDeliveryAsync(string serviceId, Phone to, CancellationToken cancellation)
    {
        var reply = await PostStatusAsync(serviceId, to, cancellation);
        return reply switch
        {
            { Status: 1 or 2 or 4 } => new SmsDelivery(true),
            { Status: { } status } when NotDelivered.Contains(status) => new SmsDelivery(false, $"status {status}, error {reply.DeliveryError}"),
            { Status: not null } => new SmsDelivery(null),
            _ => throw new SendingException(FaultOf(reply?.ErrorCode), $"The SMS service answered error {reply?.ErrorCode} to the question for a message: {reply?.Error}"),
        };
    }

    private Task<SmscReply?> PostStatusAsync(string serviceId, Phone to, CancellationToken cancellation)
    {
        var form = Account(settings.Value);
        (form["phone"], form["id"], form["fmt"], form["charset"]) = (to.E164, serviceId, "3", "utf-8");
        return PostAsync(settings.Value.StatusUrl, form, cancellation);
    }

    private async Task<SmscReply?> PostAsync(Uri url, Dictionary<string, string> fields, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(Client);
        using var form = new FormUrlEncodedContent(fields);
        using var response = await client.PostAsync(url, form, cancellation);
        return response.IsSuccessStatusCode
            ? await ReadReplyAsync(response, cancellation)
            : throw new SendingException(SendingFault.Unreachable, $"The SMS service answered {(int)response.StatusCode}.");
    }

    private static SendingFault FaultOf(int? code) => code switch
    {
        { } final when FinalErrors.Contains(final) => SendingFault.Refused,
        { } account when AccountErrors.Contains(account) => SendingFault.Account,
        null or SimilarRequest => SendingFault.Unreachable,
        _ => SendingFault.Busy,
    };

    private static Dictionary<string, string> Form(SmsSettings settings, string messageId, Phone to, string text)
    {
        var form = Account(settings);
        (form["phones"], form["mes"], form["id"], form["fmt"], form["charset"]) = (to.E164, text, ServiceId(messageId), "3", "utf-8");
        if (!string.IsNullOrEmpty(settings.Sender))
        {
            form["sender"] = settings.Sender;
        }

        return form;
    }

    private static Dictionary<string, string> Account(SmsSettings settings)
    {
        var form = new Dictionary<string, string>();
        if (!string.IsNullOrEmpty(settings.ApiKey))
        {
            form["apikey"] = settings.ApiKey;
        }
        else
        {
            form["login"] = settings.Login ?? "";
            form["psw"] = settings.Password ?? "";
        }

        return form;
    }

    /// <summary>The service accepts up to 40 characters of A–Z a–z 0–9 . - _, and our ids are longer: a hash of 32 characters.</summary>
    internal static string ServiceId(string messageId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16));

    private static async Task<SmscReply?> ReadReplyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(GatewayJson.Default.SmscReply, cancellation);
        }
        catch (JsonException unreadable)
        {
            throw new SendingException(SendingFault.Unreachable, "The SMS service answered with something that is not its JSON.", unreadable);
        }
    }
}

internal sealed record SmscReply(
    [property: JsonPropertyName("cnt")] int? Count,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("error_code")] int? ErrorCode,
    [property: JsonPropertyName("status")] int? Status,
    [property: JsonPropertyName("err")] int? DeliveryError);
