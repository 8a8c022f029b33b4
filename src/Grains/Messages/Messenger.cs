using Cashback.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cashback.Messages;

/// <summary>
/// Sends a message at once if it can be; what can't is the business of its grain, which tries again for a day. Nearly all
/// go at the first attempt, and then cost no activation; nor does one that waits until the quiet hours end.
/// </summary>
internal sealed class Messenger(
    MessageSender sender,
    IGrainFactory grains,
    IServiceProvider services,
    TimeProvider clock)
{
    /// <summary>The reminder of a message that waits.</summary>
    public const string Reminder = "send";

    /// <summary>More at a time only wait for a service that is slow.</summary>
    private const int UnderWayMax = 10_000;

    private readonly Lazy<IGrainStorage> _storage = new(() => services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Ledger));
    private int _underWay;

    private DateTimeOffset Now => clock.GetUtcNow();

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
            var tried = await sender.TryAsync(id, accepted, message);
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
}
