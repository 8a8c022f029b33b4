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
    ISmsGateway sms, IGrainFactory grains, IServiceProvider services, TimeProvider clock, ILogger<Messenger> log)
{
    /// <summary>The reminder of a message that waits.</summary>
    public const string Reminder = "send";

    /// <summary>What begins with a save has this version.</summary>
    private const string FirstVersion = "1";

    /// <summary>More at a time only wait for a service that is slow: their reminders send them.</summary>
    private const int UnderWayMax = 10_000;

    // Of real time, whatever the programme's clock does; well under the time-out of a grain call.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private int _underWay;

    /// <summary>One attempt, and what the message is after it.</summary>
    public async Task<OutgoingMessage> TryAsync(string id, OutgoingMessage waiting, Message content)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await sms.SendAsync(id, content.To, MessageTemplates.Render(content), patience.Token).WaitAsync(Patience);
            return waiting.Sent(clock.GetUtcNow());
        }
        catch (SmsRefusedException refusal)
        {
            return waiting.Refused(clock.GetUtcNow(), ErrorText.Of(refusal.Message));
        }
        catch (Exception error)
        {
            LogNotSent(id, content.Template, waiting.Attempts + 1, ErrorText.Of(error));
            return waiting.Failed(clock.GetUtcNow(), ErrorText.Of(error));
        }
    }

    /// <summary>A message of an outbox: returns when it was sent, or its grain has it. Repeated: the service gets the same id, which must not send twice.</summary>
    public async Task SendAsync(string id, Message message)
    {
        var tried = await TryAsync(id, OutgoingMessage.Accept(message, clock.GetUtcNow()), message);
        if (tried.State != SendingState.Sent)
        {
            await grains.GetGrain<IMessageGrain>(GrainKeys.Message(id)).SendAsync(message);
        }
    }

    /// <summary>A message whose record and reminder began with a save. Never throws: what is left undone is the reminder's.</summary>
    public async Task SendSavedAsync(GrainId grain, OutgoingMessage waiting)
    {
        if (Interlocked.Increment(ref _underWay) > UnderWayMax)
        {
            Interlocked.Decrement(ref _underWay);
            return;
        }

        var id = GrainKeys.IdOf(grain.Key.ToString()!);
        try
        {
            var tried = await TryAsync(id, waiting, waiting.Content!);
            if (tried.State == SendingState.Sent)
            {
                await EndAsync(grain, tried);
            }
            else
            {
                await grains.GetGrain<IMessageGrain>(GrainKeys.Message(id)).ContinueAsync();
            }
        }
        catch (Exception error)
        {
            LogLeft(error, id);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private Task EndAsync(GrainId grain, OutgoingMessage sent)
    {
        var stored = new Stored<OutgoingMessage> { Record = sent, Births = new([], [new ReminderChange(grain, Reminder, null, default)]) };
        var storage = services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Ledger);
        return storage.WriteStateAsync(
            StateNames.Message, grain, new GrainState<Stored<OutgoingMessage>>(stored, FirstVersion) { RecordExists = true });
    }

    [LoggerMessage(1, LogLevel.Warning, "Message {Id} ({Template}) is not sent yet, attempt {Attempt} ({Error}). It is tried again by itself.")]
    private partial void LogNotSent(string id, string template, int attempt, string error);

    [LoggerMessage(2, LogLevel.Warning, "What became of message {Id} could not be saved; its reminder goes on with it.")]
    private partial void LogLeft(Exception error, string id);
}
