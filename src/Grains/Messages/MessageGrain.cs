using Cashback.Storage;

namespace Cashback.Messages;

[CollectionAgeLimit(Minutes = 2)]
internal sealed class MessageGrain(
    [PersistentState(StateNames.Message, StorageNames.Ledger)] IPersistentState<Stored<OutgoingMessage>> state,
    Messenger messenger,
    TimeProvider clock) : RecordGrain<OutgoingMessage>(state), IMessageGrain, IRemindable
{
    private string MessageId => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public async Task SendAsync(Message message)
    {
        if (Record is null)
        {
            // A message that can't be told is refused before it is taken over.
            MessageTemplates.RenderLetter(message);
            MessageTemplates.Render(message);
            await SaveAsync(OutgoingMessage.Accept(message, clock.GetUtcNow()));
        }

        await AdvanceAsync(armed: null);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => AdvanceAsync(status.Period);

    /// <param name="armed">The period of the reminder that called; null if none did.</param>
    private async Task AdvanceAsync(TimeSpan? armed)
    {
        if (Record is { State: SendingState.Waiting, Content: { } content } waiting)
        {
            await SaveAsync(await messenger.TryAsync(MessageId, waiting, content));
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
}
