using Cashback.Messages;

namespace Cashback.Subscribers;

/// <summary>
/// A message goes out right after the save that decided it, and its row says so; it leaves the outbox with the next save,
/// whatever that is for, so that a message costs no save of this record. Should this activation end before, the next one
/// finds it in the outbox, and the message's own grain knows that it is out.
/// </summary>
internal sealed partial class SubscriberGrain
{
    /// <summary>These are out, and what is saved still has them.</summary>
    private readonly HashSet<string> _sent = [];

    /// <summary>Whether these went out, only their own grains know.</summary>
    private readonly HashSet<string> _tried = [];

    private void RememberLoadedMessages(Subscriber? loaded)
    {
        if (loaded is { Outbox.Entries.IsEmpty: false })
        {
            _tried.UnionWith(loaded.Outbox.Entries.OfType<SendMessage>().Select(entry => entry.Id));
        }
    }

    async Task<EntryDelivered?> IOutboxReceivers.DeliverAsync(SendMessage entry, Subscriber subscriber)
    {
        var message = new Message(subscriber.Phone, entry.Template, entry.Values, subscriber.Locale, entry.Email, entry.Drop);
        if (!_tried.Add(entry.Id))
        {
            await GrainFactory.GetGrain<IMessageGrain>(GrainKeys.Message(entry.Id)).ResumeAsync(message);
        }
        else if (!await receivers.Messenger.SendAsync(entry.Id, message))
        {
            _tried.Remove(entry.Id);
            return null;
        }

        _sent.Add(entry.Id);
        return null;
    }

    public Task<long?> GetLastMessageAsync() => Task.FromResult(Record?.Outbox.LastNumber);

    private Subscriber Limited(Subscriber next)
    {
        var before = Decided?.Outbox.LastNumber ?? 0;
        return rules.Messages.PerNumber is { } max && next.Outbox.LastNumber > before
            ? next.LimitMessages(before, rules.Calendar.DayOf(Now), max, _sent)
            : next;
    }

    private Subscriber WithoutSent(Subscriber next) => _sent.Count == 0 ? next : next.WithoutMessages(_sent);

    /// <summary>What left the record for good is forgotten; while the save without it is under way, what is saved still has it.</summary>
    private void ForgetSent(Subscriber saved)
    {
        if (_sent.Count > 0)
        {
            _tried.RemoveWhere(id => _sent.Contains(id) && saved.Outbox.Find(id) is null);
            _sent.RemoveWhere(id => saved.Outbox.Find(id) is null);
        }
    }
}
