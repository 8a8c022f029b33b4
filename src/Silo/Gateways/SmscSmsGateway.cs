using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Messages;
using Microsoft.Extensions.Options;

namespace Cashback.Silo.Gateways;

/// <summary>
/// SMS through SMSC.ru's <c>send.php</c>, or a service that speaks the same. Never retried here: the service does not
/// drop repetitions by id, so only the message's own back-off decides when to try again.
/// </summary>
internal sealed class SmscSmsGateway(IHttpClientFactory clients, IOptions<SmsSettings> settings) : ISmsGateway
{
    public const string Client = "sms";

    /// <summary>Of SMSC.ru's error codes: message forbidden, number unreadable, number can't be reached. Asking again changes nothing.</summary>
    private static readonly int[] FinalErrors = [6, 7, 8];

    /// <summary>Login or password wrong, no money, address blocked: the operator has to act.</summary>
    private static readonly int[] AccountErrors = [2, 3, 4];

    public async Task<string?> SendAsync(string messageId, Phone to, string text, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(Client);
        using var form = new FormUrlEncodedContent(Form(settings.Value, messageId, to, text));
        using var response = await client.PostAsync(settings.Value.Url, form, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new SendingException(SendingFault.Unreachable, $"The SMS service answered {(int)response.StatusCode}.");
        }

        var reply = await ReadReplyAsync(response, cancellation);
        if (reply is { ErrorCode: null, Count: > 0 })
        {
            return ServiceId(messageId);
        }

        var refusal = $"The SMS service answered error {(reply?.ErrorCode is { } number ? $"{number}" : "unknown")}: {reply?.Error}";
        throw new SendingException(FaultOf(reply?.ErrorCode), refusal);
    }

    private static SendingFault FaultOf(int? code) => code switch
    {
        { } final when FinalErrors.Contains(final) => SendingFault.Refused,
        { } account when AccountErrors.Contains(account) => SendingFault.Account,
        _ => SendingFault.Unreachable,
    };

    private static Dictionary<string, string> Form(SmsSettings settings, string messageId, Phone to, string text)
    {
        var form = new Dictionary<string, string>
        {
            ["phones"] = to.E164,
            ["mes"] = text,
            ["id"] = ServiceId(messageId),
            ["fmt"] = "3",
            ["charset"] = "utf-8",
        };
        if (!string.IsNullOrEmpty(settings.ApiKey))
        {
            form["apikey"] = settings.ApiKey;
        }
        else
        {
            form["login"] = settings.Login ?? "";
            form["psw"] = settings.Password ?? "";
        }

        if (!string.IsNullOrEmpty(settings.Sender))
        {
            form["sender"] = settings.Sender;
        }

        return form;
    }

    /// <summary>The service takes up to 40 of A–Z a–z 0–9 . - _, and our ids are longer: the same id always gives the same 32.</summary>
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
    [property: JsonPropertyName("error_code")] int? ErrorCode);
