using System.Collections.Immutable;
using Cashback.Messages;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>SMS decided on for a number on one day of the programme's calendar.</summary>
internal sealed record MessageCount(DateOnly Day, int Count);

/// <summary>How many messages a number gets in a day. Counted in the record that is saved anyway, so that it costs nothing.</summary>
internal sealed partial record Subscriber
{
    /// <summary>Null: nothing counted yet.</summary>
    public MessageCount? MessagesToday { get; init; }

    /// <summary>What a purchase brought, or does not bring any more. One that is too small to pay is worth no message.</summary>
    private Subscriber SendAbout(Purchase purchase, string template, long bonuses = 0, string? reason = null, long over = 0) =>
        purchase.Cashback == 0
        ? this
        : Send(template, ("store", purchase.StoreName), ("bonuses", bonuses.Text()), ("over", over.Text()), ("reason", reason ?? ""));

    /// <summary>
    /// Marks what goes over the day's limit: it is noted, and not sent. Messages that are out already leave with the same copy of the
    /// record (<see cref="Outbox.Acknowledge"/>).
    /// </summary>
    /// <param name="after">The last message's number before this decision.</param>
    /// <param name="max">SMS that are not urgent, in a day.</param>
    public Subscriber LimitMessages(
        long after, DateOnly today, int max, IReadOnlyDictionary<string, SentMessage?> sent, Outbox? saved)
    {
        var entries = Outbox.Entries;
        var count = MessagesToday is { } counted && counted.Day == today ? counted.Count : 0;
        var first = -(int)(Outbox.LastNumber - after);
        foreach (var entry in entries)
        {
            first += entry is SendMessage ? 1 : 0;
        }

        for (int i = 0, seen = 0; i < entries.Length; i++)
        {
            if (entries[i] is not SendMessage message || seen++ < first || !MessageTemplates.Of(message.Template).IsNews)
            {
                continue;
            }

            if (count < max)
            {
                count++;
            }
            else
            {
                entries = entries.SetItem(i, message with { Drop = MessageRules.OverNumbersLimit });
            }
        }

        var outbox = (entries == Outbox.Entries ? Outbox : Outbox with { Entries = entries }).Acknowledge(sent, saved);
        return this with { MessagesToday = new MessageCount(today, count), Outbox = outbox };
    }

    private Subscriber Send(string template, params ReadOnlySpan<(string Name, string Value)> values) => Send(template, null, values);

    /// <param name="email">Where a letter goes; for a template that is one.</param>
    private Subscriber SendLetter(string template, string email, params ReadOnlySpan<(string Name, string Value)> values) =>
        Send(template, email, values);

    private Subscriber Send(string template, string? email, ReadOnlySpan<(string Name, string Value)> values)
    {
        var filled = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (name, value) in values)
        {
            filled[name] = value;
        }

        return this with { Outbox = Outbox.SendMessage(Id, template, filled.ToImmutable(), email) };
    }
}
