using Cashback.Storage;

namespace Cashback.Messages;

[CollectionAgeLimit(Minutes = 2)]
internal sealed class MessageGrain(
    [PersistentState(StateNames.Message, StorageNames.Ledger)] IPersistentState<Stored<OutgoingMessage>> state,
    MessageSender sender,
    TimeProvider clock) : RecordGrain<OutgoingMessage>(state), IMessageGrain, IRemindable
{
    private string MessageId => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public Task SendAsync(Message message) => SendAsync(message, triedBefore: false);

    public Task ResumeAsync(Message message) => SendAsync(message, triedBefore: true);

    public async Task KeepAsync(Message message, FirstAttempt first)
    {
        if (Record is null)
        {
            await SaveAsync(OutgoingMessage.Accept(message, first.AcceptedAt).Failed(first.At, first.Error, first.Doubtful));
        }

        await ArmAsync(armed: null);
    }

    public async Task<MessageView?> GetAsync() => (await FindRecordAsync())?.ToView(MessageId);

    public async Task<MessageView?> CheckDeliveryAsync(Phone to, MessageView? noted)
    {
        var known = Record ?? (noted is null ? null : OutgoingMessage.Noted(noted));
        if (known is { State: SendingState.Sent, ServiceId: { } serviceId })
        {
            known = known.WithDelivery(await sender.GetDeliveryAsync(MessageId, serviceId, to));
            if (known.State != SendingState.Sent)
            {
                await SaveAsync(known);
            }
        }

        return known?.ToView(MessageId);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await FindRecordAsync() is not null)
        {
            await TryAsync();
            await ArmAsync(status.Period);
        }
    }

    private async Task SendAsync(Message message, bool triedBefore)
    {
        var isNew = Record is null;
        if (isNew)
        {
            // A message that can't be rendered is refused before it is taken over.
            MessageTemplates.Check(message);
            await SaveAsync(OutgoingMessage.Accept(message, clock.GetUtcNow()).Begun(clock.GetUtcNow()));
        }

        await TryAsync(isFirst: isNew && !triedBefore);
        await ArmAsync(armed: null);
    }

    /// <param name="isFirst">What is saved says that an attempt began, and it is this one.</param>
    private async Task TryAsync(bool isFirst = false)
    {
        var now = clock.GetUtcNow();
        if (Record is not { State: SendingState.Waiting, Content: { } content } waiting || waiting.IsHeld(now))
        {
            return;
        }

        if (waiting.TriedAt is null)
        {
            await SaveAsync(waiting.Begun(now));
        }

        await SaveAsync(await sender.TryAsync(MessageId, isFirst ? waiting with { TriedAt = null } : waiting, content));
    }

    /// <param name="armed">The period of the reminder that called; null if none did.</param>
    private async Task ArmAsync(TimeSpan? armed)
    {
        if (Record is { State: SendingState.Waiting } unsent)
        {
            var (due, period) = unsent.Wake(clock.GetUtcNow());
            if (armed != period || due != period)
            {
                await this.RegisterOrUpdateReminder(Messenger.Reminder, due, period);
            }
        }
        else if (armed is not null)
        {
            await this.RemoveReminderAsync(Messenger.Reminder);
        }
    }
}
