using System.Security.Cryptography;
using Cashback.Certificates;
using Cashback.Programme;
using Cashback.Storage;
using Cashback.Transfers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Cashback.Messages;

/// <summary>
/// Sends a message at once if it can be; what can't is the business of its grain, which tries again for a day. Nearly all
/// go at the first attempt, and then cost no activation; nor does one that waits until the quiet hours end.
/// </summary>
internal sealed partial class Messenger(
    ISmsGateway sms,
    IEmailGateway email,
    CertificateCodes codes,
    ProgrammeRules rules,
    SmsBudget budget,
    IGrainFactory grains,
    IServiceProvider services,
    TimeProvider clock,
    ILogger<Messenger> log)
{
    /// <summary>The reminder of a message that waits.</summary>
    public const string Reminder = "send";

    /// <summary>More at a time only wait for a service that is slow.</summary>
    private const int UnderWayMax = 10_000;

    /// <summary>What waited for the quiet hours' end goes out over an hour.</summary>
    private const int SpreadSeconds = 60 * 60;

    private readonly Lazy<IGrainStorage> _storage = new(() => services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Ledger));
    private int _underWay;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>
    /// One attempt, and what the message is after it: held back or dropped where the programme's rules say so. Before an SMS is
    /// tried again whose last attempt may have got through, the service is asked about it.
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

    /// <summary>A code of a certificate stands in clear nowhere but in the message that goes out.</summary>
    private Message Revealed(Message content) => content.Values.Any(value => CertificateCodes.IsSealed(value.Value))
        ? content with { Values = content.Values.ToDictionary(value => value.Key, value => codes.Reveal(value.Value)) }
        : content;

    /// <summary>
    /// The first attempt at a message; the outcome is durable in the message's row then. One that must wait is its
    /// grain's from now on, which counts this attempt.
    /// </summary>
    /// <returns>False if it was not even tried: too many are under way.</returns>
    public async Task<bool> SendAsync(string id, Message message)
    {
        if (Volatile.Read(ref _underWay) >= UnderWayMax)
        {
            return false;
        }

        Interlocked.Increment(ref _underWay);
        try
        {
            var accepted = OutgoingMessage.Accept(message, Now);
            var tried = await TryAsync(id, accepted, message);
            await (tried.State != SendingState.Waiting || tried.NotBefore is not null
                ? NoteAsync(id, tried)
                : HandOverAsync(id, tried));
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>What the service knows of a message; nothing if it can't be asked now.</summary>
    public async Task<SmsDelivery> AskAsync(string id, string serviceId, Phone to)
    {
        try
        {
            return await GatewayCall.WithTimeoutAsync(cancellation => sms.AskAsync(serviceId, to, cancellation));
        }
        catch (Exception error)
        {
            LogNotAsked(id, ErrorText.Of(error));
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
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => false,
        _ => true,
    };

    private OutgoingMessage? Restrained(string id, OutgoingMessage waiting, Message content) => content.Drop is { } why
        ? Dropped(id, content, waiting, why)
        : rules.Messages.Quiet?.EndAfter(Now, rules.Calendar) is { } end
            ? waiting.Held(end.AddSeconds(RandomNumberGenerator.GetInt32(SpreadSeconds)), MessageRules.QuietHoursNow)
            : null;

    /// <summary>
    /// No activation is needed to say what became of a message at once, nor to have it woken later: its reminder is saved
    /// with it.
    /// </summary>
    private async Task NoteAsync(string id, OutgoingMessage message)
    {
        var grain = grains.IdOf<IMessageGrain>(GrainKeys.Message(id));
        var stored = new Stored<OutgoingMessage> { Record = message };
        if (message.State == SendingState.Waiting)
        {
            var (due, period) = message.Wake(Now);
            stored.JoinedWrites = new JoinedWrites([], [new ReminderChange(grain, Reminder, Now + due, period)]);
        }

        try
        {
            await _storage.Value.WriteStateAsync(StateNames.Message, grain, new GrainState<Stored<OutgoingMessage>>(stored));
        }
        catch (InconsistentStateException)
        {
            // It has a row already: whoever wrote it sent the message too.
        }
    }

    private Task HandOverAsync(string id, OutgoingMessage tried)
    {
        var grain = grains.GetGrain<IMessageGrain>(GrainKeys.Message(id));
        return tried.NotBefore is null
            ? grain.KeepAsync(tried.Content!, new FirstAttempt(tried.AcceptedAt, Now, tried.LastError ?? "", tried.TriedAt is not null))
            : grain.SendAsync(tried.Content!);
    }

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

    [LoggerMessage(1, LogLevel.Warning, "Message {Id} ({Template}) is not sent yet, attempt {Attempt} ({Error}). It is tried again by itself.")]
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
    private partial void LogNotAsked(string id, string error);
}
