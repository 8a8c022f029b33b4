using Cashback.Messages;
using Cashback.Rules.Tests.Subscribers;
using Cashback.Subscribers;

namespace Cashback.Rules.Tests.Messages;

public class MessageLimitTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Fact]
    public void Messages_over_the_numbers_limit_of_the_day_are_only_noted()
    {
        var subscriber = Notified(Given.Subscriber(), "purchase-registered", 3, max: 2);

        Assert.Equal([null, null, MessageRules.OverNumbersLimit], Drops(subscriber));
        Assert.Equal(new MessageCount(Today, 2), subscriber.MessagesToday);
        Assert.Equal(MessageRules.OverNumbersLimit, Drops(Notified(subscriber, "purchase-registered", 1, max: 2))[^1]);
    }

    [Fact]
    public void Next_day_begins_anew()
    {
        var subscriber = Notified(Given.Subscriber(), "purchase-registered", 3, max: 2);

        Assert.Null(Drops(Notified(subscriber, "purchase-confirmed", 1, max: 2, Today.AddDays(1)))[^1]);
    }

    [Fact]
    public void Letters_and_urgent_messages_neither_count_nor_are_held_back()
    {
        var urgent = MessageTemplates.All.First(template => template is { Urgent: true, Channel: MessageChannel.Sms }).Name;
        var subscriber = Notified(Given.Subscriber(), "purchase-registered", 2, max: 2);

        subscriber = Notified(Notified(subscriber, urgent, 2, max: 2), "certificate-letter", 2, max: 2);

        Assert.All(Drops(subscriber), Assert.Null);
        Assert.Equal(2, subscriber.MessagesToday!.Count);
    }

    [Fact]
    public void What_waits_in_the_outbox_is_not_counted_again()
    {
        var subscriber = Notified(Given.Subscriber(), "purchase-registered", 2, max: 3);

        Assert.Equal([null, null, null, MessageRules.OverNumbersLimit], Drops(Notified(subscriber, "purchase-registered", 2, max: 3)));
    }

    private static Subscriber Notified(Subscriber subscriber, string template, int count, int max, DateOnly? day = null)
    {
        var before = subscriber.Outbox.LastNumber;
        var outbox = subscriber.Outbox;
        for (var i = 0; i < count; i++)
        {
            outbox = outbox.SendMessage(subscriber.Id, template, []);
        }

        return (subscriber with { Outbox = outbox }).LimitMessages(
            before, day ?? Today, max, new Dictionary<string, SentMessage?>(), saved: null);
    }

    private static string?[] Drops(Subscriber subscriber) =>
        [.. subscriber.Outbox.Entries.OfType<SendMessage>().Select(message => message.Drop)];
}
