using Cashback.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cashback.Messages;

/// <summary>
/// Sends a message at once if it can be; what can't is the business of its grain, which tries again for a day. Nearly all
/// go at the first attempt, and then cost no activation and no row; one that waits until the quiet hours end costs a row.
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
    /// The first attempt at a message. News by SMS that is sent or dropped has no row: the caller notes it. All else has a row of its own
    /// then, and what must wait is its grain's from now on, which counts this attempt.
    /// </summary>
    public async Task<FirstSending> SendAsync(string id, Message message)
    {
        if (Volatile.Read(ref _underWay) >= UnderWayMax)
        {
            return FirstSending.NotTried;
        }

        Interlocked.Increment(ref _underWay);
        try
        {
            var accepted = OutgoingMessage.Accept(message, Now);
            var tried = await sender.TryAsync(id, accepted, message);
            if (tried.State is SendingState.Sent or SendingState.Dropped && MessageTemplates.Of(message.Template).IsNews)
            {
                return new FirstSending(IsTried: true, tried);
            }

            await (tried.State != SendingState.Waiting || tried.NotBefore is not null
                ? NoteAsync(id, tried)
                : HandOverAsync(id, tried));
            return new FirstSending(IsTried: true, Ended: null);
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

/// <param name="IsTried">False: too many are under way.</param>
/// <param name="Ended">Sent or dropped, and noted nowhere yet; null: its own row says what became of it.</param>
internal readonly record struct FirstSending(bool IsTried, OutgoingMessage? Ended)
{
    public static FirstSending NotTried => default;
}
