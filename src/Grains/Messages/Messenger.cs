using Cashback.Certificates;
using Cashback.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Cashback.Messages;

/// <summary>
/// Sends a message at once if it can be; what can't is the business of its grain, which tries again for a day. Nearly all
/// go at the first attempt, and then cost no activation.
/// </summary>
internal sealed partial class Messenger(
    ISmsGateway sms,
    IEmailGateway email,
    CertificateCodes codes,
    IGrainFactory grains,
    IServiceProvider services,
    TimeProvider clock,
    ILogger<Messenger> log)
{
    /// <summary>The reminder of a message that waits.</summary>
    public const string Reminder = "send";

    /// <summary>More at a time only wait for a service that is slow.</summary>
    private const int UnderWayMax = 10_000;

    // Of real time, whatever the programme's clock does; well under the time-out of a grain call.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lazy<IGrainStorage> _storage = new(() => services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Ledger));
    private int _underWay;

    /// <summary>One attempt, and what the message is after it.</summary>
    public async Task<OutgoingMessage> TryAsync(string id, OutgoingMessage waiting, Message content)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await SendAsync(id, Revealed(content), patience.Token).WaitAsync(Patience);
            return waiting.Sent(clock.GetUtcNow());
        }
        catch (SendingException refusal) when (refusal.Fault == SendingFault.Refused)
        {
            return GivenUp(id, content, waiting.Refused(clock.GetUtcNow(), ErrorText.Of(refusal.Message)));
        }
        catch (Exception error)
        {
            LogNotSent(id, content.Template, waiting.Attempts + 1, ErrorText.Of(error));
            var next = waiting.Failed(clock.GetUtcNow(), ErrorText.Of(error));
            return next.State == SendingState.GivenUp ? GivenUp(id, content, next) : next;
        }
    }

    /// <summary>A code of a certificate stands in clear nowhere but in the message that goes out.</summary>
    private Message Revealed(Message content) =>
        content with { Values = content.Values.ToDictionary(value => value.Key, value => codes.Reveal(value.Value)) };

    /// <summary>
    /// The first attempt at a message; the outcome is durable in the message's row then. One that must wait is its
    /// grain's from now on.
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
            var tried = await TryAsync(id, OutgoingMessage.Accept(message, clock.GetUtcNow()), message);
            await (tried.State == SendingState.Waiting
                ? grains.GetGrain<IMessageGrain>(GrainKeys.Message(id)).SendAsync(message)
                : NoteAsync(id, tried));
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private Task SendAsync(string id, Message content, CancellationToken cancellation) => MessageTemplates.RenderLetter(content) is { } letter
        ? email.SendAsync(id, letter, cancellation)
        : sms.SendAsync(id, content.To, MessageTemplates.Render(content), cancellation);

    /// <summary>No activation is needed to say what became of a message at once.</summary>
    private async Task NoteAsync(string id, OutgoingMessage ended)
    {
        var state = new GrainState<Stored<OutgoingMessage>>(new Stored<OutgoingMessage> { Record = ended });
        try
        {
            await _storage.Value.WriteStateAsync(StateNames.Message, grains.IdOf<IMessageGrain>(GrainKeys.Message(id)), state);
        }
        catch (InconsistentStateException)
        {
            // It has a row already: whoever wrote it sent the message too.
        }
    }

    private OutgoingMessage GivenUp(string id, Message content, OutgoingMessage ended)
    {
        LogGivenUp(id, content.Template, content.To, ended.Attempts, ended.LastError);
        return ended;
    }

    [LoggerMessage(1, LogLevel.Warning, "Message {Id} ({Template}) is not sent yet, attempt {Attempt} ({Error}). It is tried again by itself.")]
    private partial void LogNotSent(string id, string template, int attempt, string error);

    [LoggerMessage(2, LogLevel.Error,
        "Message {Id} ({Template}) to {To} is given up after {Attempts} attempts ({Error}). The subscriber has not been told; it stands "
        + "in the history all the same. If many are given up, check the accounts of Cashback:Sms and Cashback:Smtp.")]
    private partial void LogGivenUp(string id, string template, Phone to, int attempts, string? error);
}
