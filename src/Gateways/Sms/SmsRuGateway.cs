using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Messages;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>
/// SMS through SMS.RU's <c>sms/send</c>. The answer has a code of the request and one of the number, and both count. The
/// service accepts no id of ours, so it can't be queried about an attempt without an answer: the default of
/// <see cref="ISmsGateway.FindAsync"/>.
/// </summary>
internal sealed class SmsRuGateway(IHttpClientFactory clients, IOptions<SmsSettings> settings) : ISmsGateway
{
    private const int Ok = 100;
    private const int Delivered = 103;
    private const int Read = 110;

    /// <summary>
    /// Number that can't be reached or is on a stop list, text that is empty, too long or taken for spam or a repetition of
    /// today.
    /// </summary>
    private static readonly int[] FinalErrors = [202, 203, 205, 207, 209, 214, 215, 216, 232];

    /// <summary>Key wrong, no money, sender not agreed on, limit of the day, account closed.</summary>
    private static readonly int[] AccountErrors = [200, 201, 204, 206, 221, 300, 301, 302];

    /// <summary>
    /// Expired, deleted by the operator, phone failed, unknown, rejected; over the number's limit of the day, of the same
    /// text in a minute or in a day; no route. What is under way is 100 to 102; −1: the service does not know the message.
    /// </summary>
    private static readonly int[] NotDelivered = [-1, 104, 105, 106, 107, 108, 130, 131, 132, 150];

    public async Task<string?> SendAsync(string messageId, Phone to, string text, CancellationToken cancellation)
    {
        var number = to.E164[1..];
        var form = new Dictionary<string, string> { ["api_id"] = settings.Value.ApiKey ?? "", ["to"] = number, ["msg"] = text, ["json"] = "1" };
        if (!string.IsNullOrEmpty(settings.Value.Sender))
        {
            form["from"] = settings.Value.Sender;
        }

        var reply = await PostAsync(settings.Value.SendUrl, form, cancellation);
        var ofNumber = reply.Sms?.GetValueOrDefault(number);
        var code = reply.Code == Ok ? ofNumber?.Code : reply.Code;
        if (code == Ok)
        {
            return ofNumber!.Id;
        }

        throw new SendingException(
            FaultOf(code), $"The SMS service answered error {(code is { } known ? $"{known}" : "unknown")}: {ofNumber?.Text ?? reply.Text}");
    }

    public async Task<SmsDelivery> GetDeliveryAsync(string serviceId, Phone to, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string> { ["api_id"] = settings.Value.ApiKey ?? "", ["sms_id"] = serviceId, ["json"] = "1" };
        var reply = await PostAsync(settings.Value.StatusUrl, form, cancellation);
        return reply is { Code: Ok, Sms: { } all } && all.GetValueOrDefault(serviceId) is { Code: { } code } state
            ? code is Delivered or Read ? new SmsDelivery(true)
                : NotDelivered.Contains(code) ? new SmsDelivery(false, $"{code}: {state.Text}")
                : new SmsDelivery(null)
            : throw new SendingException(FaultOf(reply.Code), $"The SMS service answered {reply.Code} to the question for a message: {reply.Text}");
    }

    private static SendingFault FaultOf(int? code) => code switch
    {
        { } final when FinalErrors.Contains(final) => SendingFault.Refused,
        { } account when AccountErrors.Contains(account) => SendingFault.Account,
        not null => SendingFault.Busy,
        _ => SendingFault.Unreachable,
    };

    private async Task<SmsRuReply> PostAsync(Uri url, Dictionary<string, string> form, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(SmscSmsGateway.Client);
        using var content = new FormUrlEncodedContent(form);
        using var response = await client.PostAsync(url, content, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new SendingException(SendingFault.Unreachable, $"The SMS service answered {(int)response.StatusCode}.");
        }

        try
        {
            return await response.Content.ReadFromJsonAsync(SmsRuJson.Default.SmsRuReply, cancellation) ?? new SmsRuReply(null, null, null);
        }
        catch (JsonException unreadable)
        {
            throw new SendingException(SendingFault.Unreachable, "The SMS service answered with something that is not its JSON.", unreadable);
        }
    }
}

internal sealed record SmsRuReply(
    [property: JsonPropertyName("status_code")] int? Code,
    [property: JsonPropertyName("status_text")] string? Text,
    [property: JsonPropertyName("sms")] Dictionary<string, SmsRuMessage?>? Sms);

internal sealed record SmsRuMessage(
    [property: JsonPropertyName("status_code")] int? Code,
    [property: JsonPropertyName("status_text")] string? Text,
    [property: JsonPropertyName("sms_id")] string? Id);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(SmsRuReply))]
internal sealed partial class SmsRuJson : JsonSerializerContext;
