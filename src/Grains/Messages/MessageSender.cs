using System.Security.Cryptography;
using Cashback.Certificates;
using Cashback.Programme;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Messages;

/// <summary>One attempt at a message by the gateway of its channel, within the programme's limits.</summary>
internal sealed partial class MessageSender(
    ISmsGateway sms,
    IEmailGateway email,
    CertificateCodes codes,
    ProgrammeRules rules,
    SmsBudget budget,
    TimeProvider clock,
    ILogger<MessageSender> log)
{
    /// <summary>What waited for the quiet hours' end goes out over an hour.</summary>
    private const int SpreadSeconds = 60 * 60;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>
    /// One attempt, and what the message is after it: held back or dropped where the programme's rules say so. Before an SMS is
    /// tried again whose last attempt may have got through, the service is queried for it.
    /// </summary>
    public async Task<OutgoingMessage> TryAsync(string id, OutgoingMessage waiting, Message content)
    {
        var attempt = new Attempt { InDoubt = waiting.TriedAt is not null };
        try
        {
            return await (MessageTemplates.Of(content.Template).Channel switch
            {
                MessageChannel.Sms => SendSmsAsync(id, waiting, content, attempt),
                MessageChannel.Email => SendLetterAsync(id, waiting, content),
            });
        }
        catch (SendingException refusal) when (refusal.Fault == SendingFault.Refused)
        {
            budget.GiveBack(attempt.PartsTaken);
            return GivenUp(id, content, waiting.Refused(Now, ErrorText.Of(refusal.Message)));
        }
        catch (Exception error)
        {
            budget.GiveBack(attempt.PartsTaken);
            var reason = error is SendingException { Fault: var fault } ? $"{fault}: {ErrorText.Of(error.Message)}" : ErrorText.Of(error);
            LogNotSent(id, content.Template, waiting.Attempts + 1, reason);
            var next = waiting.Failed(Now, reason, attempt.InDoubt || IsDoubtful(error));
            return next.State == SendingState.GivenUp ? GivenUp(id, content, next) : next;
        }
    }

    private async Task<OutgoingMessage> SendLetterAsync(string id, OutgoingMessage waiting, Message content)
    {
        var letter = MessageTemplates.RenderLetter(Revealed(content));
        await GatewayCall.WithTimeoutAsync(cancellation => email.SendAsync(id, letter, cancellation));
        return waiting.Sent(Now);
    }

    private async Task<OutgoingMessage> SendSmsAsync(string id, OutgoingMessage waiting, Message content, Attempt attempt)
    {
        var text = MessageTemplates.Render(Revealed(content));
        if (attempt.InDoubt && await ResolveAsync(id, waiting, content) is { } resolved)
        {
            return resolved;
        }

        attempt.InDoubt = false;
        if (!MessageTemplates.Of(content.Template).Urgent)
        {
            if (Restrained(id, waiting, content) is { } restrained)
            {
                return restrained;
            }

            var parts = rules.Messages.PartsPerDay is null ? 0 : SmsText.Parts(text);
            if (parts > 0 && !await budget.TryTakeAsync(parts))
            {
                return Dropped(id, content, waiting, MessageRules.OverProgrammesLimit);
            }

            attempt.PartsTaken = parts;
        }

        return waiting.Sent(Now, await GatewayCall.WithTimeoutAsync(cancellation => sms.SendAsync(id, content.To, text, cancellation)));
    }

    /// <summary>A code of a certificate is in clear nowhere but in the message that goes out.</summary>
    private Message Revealed(Message content) => content.Values.Any(value => CertificateCodes.IsSealed(value.Value))
        ? content with { Values = content.Values.ToDictionary(value => value.Key, value => codes.Reveal(value.Value)) }
        : content;

    /// <summary>What the service knows of a message; nothing if it gives no answer now.</summary>
    public async Task<SmsDelivery> GetDeliveryAsync(string id, string serviceId, Phone to)
    {
        try
        {
            return await GatewayCall.WithTimeoutAsync(cancellation => sms.GetDeliveryAsync(serviceId, to, cancellation));
        }
        catch (Exception error)
        {
            LogDeliveryUnknown(id, ErrorText.Of(error));
            return new SmsDelivery(null);
        }
    }

    /// <returns>What the message is if it is not to be tried again; null: it never reached the service, or is waited for.</returns>
    private async Task<OutgoingMessage?> ResolveAsync(string id, OutgoingMessage waiting, Message content)
    {
        var trace = await GatewayCall.WithTimeoutAsync(cancellation => sms.FindAsync(id, content.To, cancellation));
        if (trace.Taken is { } taken)
        {
            return taken ? waiting.Sent(Now, trace.ServiceId) : null;
        }

        if (MessageTemplates.Of(content.Template).Urgent)
        {
            return null;
        }

        LogUnknown(id, content.Template);
        return waiting.Lost(Now, MessageRules.NoAnswer);
    }

    /// <summary>Whether the service may have taken what this attempt sent.</summary>
    private static bool IsDoubtful(Exception error) => error switch
    {
        SendingException { Fault: SendingFault.Account or SendingFault.Busy } => false,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError
        } => false,
        _ => true,
    };

    private OutgoingMessage? Restrained(string id, OutgoingMessage waiting, Message content) => content.Drop is { } why
        ? Dropped(id, content, waiting, why)
        : rules.Messages.Quiet?.EndAfter(Now, rules.Calendar) is { } end
            ? waiting.Held(end.AddSeconds(RandomNumberGenerator.GetInt32(SpreadSeconds)), MessageRules.QuietHoursNow)
            : null;

    private OutgoingMessage GivenUp(string id, Message content, OutgoingMessage ended)
    {
        LogGivenUp(id, content.Template, content.To, ended.Attempts, ended.LastError);
        return ended;
    }

    private OutgoingMessage Dropped(string id, Message content, OutgoingMessage waiting, string why)
    {
        LogDropped(id, content.Template, why);
        return waiting.Dropped(Now, why);
    }

    /// <summary>What a failed attempt has to be answered for.</summary>
    private sealed class Attempt
    {
        /// <summary>Of the programme's budget; given back if nothing was sent.</summary>
        public int PartsTaken { get; set; }

        /// <summary>An earlier attempt may have got through.</summary>
        public bool InDoubt { get; set; }
    }

    [LoggerMessage(1, LogLevel.Warning, "Message {Id} ({Template}) is not sent yet, attempt {Attempt} ({Error}). It is retried automatically.")]
    private partial void LogNotSent(string id, string template, int attempt, string error);

    [LoggerMessage(2, LogLevel.Error,
        "Message {Id} ({Template}) to {To} is given up after {Attempts} attempts ({Error}). The subscriber has not been told; it stands "
        + "in the history all the same. If many are given up, check the accounts of Cashback:Sms and Cashback:Smtp.")]
    private partial void LogGivenUp(string id, string template, Phone to, int attempts, string? error);

    [LoggerMessage(3, LogLevel.Information, "Message {Id} ({Template}) is not sent: {Why}. It stands in the history all the same.")]
    private partial void LogDropped(string id, string template, string why);

    [LoggerMessage(5, LogLevel.Warning,
        "Of message {Id} ({Template}) nobody can say whether it went out: its attempt got no answer. News is not told twice, so it is not sent again; "
        + "it stands in the history all the same.")]
    private partial void LogUnknown(string id, string template);

    [LoggerMessage(4, LogLevel.Warning, "The SMS service could not say what became of message {Id} ({Error}).")]
    private partial void LogDeliveryUnknown(string id, string error);
}
