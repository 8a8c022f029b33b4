using Cashback.Messages;

namespace Cashback.Subscribers;

/// <summary>
/// A message goes out right after the save that decided it. It leaves the outbox with the next save, whatever that is for, and that
/// save notes what became of it, so that a message costs neither a row nor a save of this record. Should this silo die
/// before, the next activation finds it in the outbox, and the message's own grain asks the service whether it is out.
/// </summary>
internal sealed partial class SubscriberGrain
{
    /// <summary>These are out, and what is saved still has them; null: their own rows say what became of them.</summary>
    private readonly Dictionary<string, SentMessage?> _sent = [];

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
            _sent[entry.Id] = null;
            return null;
        }

        var first = await receivers.Messenger.SendAsync(entry.Id, message);
        if (first.IsTried)
        {
            _sent[entry.Id] = first.Ended is { } ended ? SentMessage.Of(entry.Id, ended) : null;
        }
        else
        {
            _tried.Remove(entry.Id);
        }

        return null;
    }

    public Task<long?> GetLastMessageAsync() => Task.FromResult(Record?.Outbox.LastNumber);

    public async Task<IReadOnlyList<MessageView>> GetMessagesAsync(long oldest, long newest)
    {
        await DecideAsync((current, _) => WithoutSent(current));
        var found = new Dictionary<long, SentMessage>();
        await foreach (var (_, change) in lookups.Journal.ReadBackAsync<SubscriberChange>(this.GetPrimaryKeyString()))
        {
            foreach (var message in change.Outbox?.Acknowledged ?? [])
            {
                if (message.Number >= oldest && message.Number <= newest)
                {
                    found.TryAdd(message.Number, message);
                }
            }

            // What came before the oldest of them says nothing about it.
            if (found.Count > newest - oldest || change.Outbox?.LastNumber < oldest)
            {
                break;
            }
        }

        return [.. found.Values.OrderByDescending(message => message.Number).Select(message => message.ToView(Id))];
    }

    /// <summary>
    /// What is out is noted before this activation ends, so that nobody has to ask the service. After a write that failed it is not
    /// known what is saved.
    /// </summary>
    private Task NoteSentAsync() =>
        Decided is { } current && _sent.Count > 0 && !Failed.IsCompleted ? SaveAsync(WithoutSent(current)) : Task.CompletedTask;

    private Subscriber Limited(Subscriber next)
    {
        var before = Decided?.Outbox.LastNumber ?? 0;
        return rules.Messages.PerNumber is { } max && next.Outbox.LastNumber > before
            ? next.LimitMessages(before, rules.Calendar.DayOf(Now), max, _sent, Record?.Outbox)
            : next;
    }

    private Subscriber WithoutSent(Subscriber next) => _sent.Count == 0 ? next : next.AcknowledgeMessages(_sent, Record?.Outbox);

    /// <summary>What left the record for good is forgotten; while the save without it is under way, what is saved still has it.</summary>
    private void ForgetSent(Subscriber saved)
    {
        if (_sent.Count > 0)
        {
            foreach (var id in _sent.Keys)
            {
                if (saved.Outbox.Find(id) is null)
                {
                    _tried.Remove(id);
                    _sent.Remove(id);
                }
            }
        }
    }
}
