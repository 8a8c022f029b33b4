using Cashback.Messages;

namespace Cashback.Rules.Tests.Messages;

public class OutgoingMessageTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(3));

    [Fact]
    public void Failing_message_waits_1_2_5_15_and_then_60_minutes_and_is_given_up_after_24_hours()
    {
        var message = Accept();
        var now = Start;
        var waits = new List<int>();
        while ((message = message.Failed(now, "down")).State == SendingState.Waiting)
        {
            waits.Add((int)message.Delay().TotalMinutes);
            now += message.Delay();
        }

        Assert.Equal([1, 2, 5, 15, 60, 60], waits.Take(6));
        Assert.All(waits.Skip(4), wait => Assert.Equal(60, wait));
        Assert.Equal(SendingState.GivenUp, message.State);
        Assert.InRange(now - Start, TimeSpan.FromHours(24), TimeSpan.FromHours(25));
        Assert.Equal(waits.Count + 1, message.Attempts);
        Assert.Equal("down", message.LastError);
    }

    /// <summary>It can hold what stands nowhere else: the certificate of who has left.</summary>
    [Fact]
    public void Letter_is_tried_for_30_days()
    {
        var message = Accept();
        var letter = message with { Content = message.Content! with { Email = "name@example.ru" } };

        Assert.Equal(SendingState.Waiting, letter.Failed(Start.AddDays(30).AddTicks(-1), "down").State);
        Assert.Equal(SendingState.GivenUp, letter.Failed(Start.AddDays(30), "down").State);
    }

    /// <summary>An attempt without an answer leaves a doubt, which only an answer removes.</summary>
    [Fact]
    public void Doubt_stays_until_it_is_known_what_became_of_the_attempt()
    {
        var begun = Accept().Begun(Start);
        var lost = begun.Failed(Start.AddMinutes(1), "no answer", doubtful: true);

        Assert.Equal(Start, lost.TriedAt);
        Assert.Null(lost.Failed(Start.AddMinutes(2), "busy").TriedAt);
        Assert.Null(lost.Sent(Start.AddMinutes(2)).TriedAt);
        var unknown = lost.Lost(Start.AddMinutes(2), "no-answer");
        Assert.Equal((SendingState.Unknown, null), (unknown.State, unknown.Content));
    }

    [Fact]
    public void Sent_message_keeps_nothing_about_the_person()
    {
        var sent = Accept().Failed(Start, "down").Sent(Start.AddMinutes(1));

        Assert.Null(sent.Content);
        Assert.Null(sent.LastError);
        Assert.Equal((SendingState.Sent, 2, "settled"), (sent.State, sent.Attempts, sent.Template));
    }

    [Theory]
    [InlineData("no such number: +7 (916) 123-45-67", "no such number: …")]
    [InlineData("79161234567 is blocked", "… is blocked")]
    [InlineData("550 5.1.1 <anna@example.ru>: no such mailbox", "550 5.1.1 … no such mailbox")]
    [InlineData("error 7\r\n at line 12", "error 7 at line 12")]
    public void Error_is_kept_on_one_line_without_phone_numbers(string said, string kept) => Assert.Equal(kept, ErrorText.Of(said));

    [Fact]
    public void Error_is_kept_short() => Assert.Equal(200, ErrorText.Of(new string('x', 5_000)).Length);

    private static OutgoingMessage Accept() => OutgoingMessage.Accept(
        new Message(new Phone("+79161234567"), "settled", new Dictionary<string, string> { ["available"] = "1" }, "ru"), Start);
}
