using Cashback.Storage;
using Microsoft.Extensions.Logging;

namespace Cashback.Messages;

[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class MessageGrain(
    [PersistentState(StateNames.Message, StorageNames.Ledger)] IPersistentState<Stored<OutgoingMessage>> state,
    Messenger messenger,
    TimeProvider clock,
    ILogger<MessageGrain> logger) : RecordGrain<OutgoingMessage>(state), IMessageGrain, IRemindable
{
    private string MessageId => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public async Task SendAsync(Message message)
    {
        if (Record is null)
        {
            // A message that can't be told is refused before it is taken over.
            MessageTemplates.Render(message);
            await SaveAsync(OutgoingMessage.Accept(message, clock.GetUtcNow()));
        }

        await AdvanceAsync(armed: null);
    }

    public Task ContinueAsync() => AdvanceAsync(armed: null);

    public Task ReceiveReminder(string reminderName, TickStatus status) => AdvanceAsync(status.Period);

    /// <param name="armed">The period of the reminder that called; null if none did.</param>
    private async Task AdvanceAsync(TimeSpan? armed)
    {
        if (Record is { State: SendingState.Waiting, Content: { } content } waiting)
        {
            var next = await messenger.TryAsync(MessageId, waiting, content);
            await SaveAsync(next);
            if (next.State == SendingState.GivenUp)
            {
                LogGivenUp(MessageId, next.Template, content.To, next.Attempts, next.LastError);
            }
        }

        if (Record is { State: SendingState.Waiting } unsent)
        {
            // The period is the wait as well: a tick that is lost while the cluster is down comes again.
            var delay = unsent.Delay();
            if (armed != delay)
            {
                await this.RegisterOrUpdateReminder(Messenger.Reminder, delay, delay);
            }
        }
        else if (armed is not null && await this.GetReminder(Messenger.Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    [LoggerMessage(1, LogLevel.Error,
        "Message {Id} ({Template}) to {To} is given up after {Attempts} attempts ({Error}). The subscriber has not been told; it stands "
        + "in the history all the same. If many are given up, check the SMS service's account and Cashback:Sms.")]
    private partial void LogGivenUp(string id, string template, Phone to, int attempts, string? error);
}
