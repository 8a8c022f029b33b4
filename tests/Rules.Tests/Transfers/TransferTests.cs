using Cashback.Transfers;

namespace Cashback.Rules.Tests.Transfers;

public sealed class TransferTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Transfer Begun = new(Start);

    [Fact]
    public void Final_answer_is_never_replaced()
    {
        var paid = Begun.Unanswered("away").Answered(new TransferAnswer(true), Start.AddMinutes(5));
        Assert.Equal(paid, paid.Answered(new TransferAnswer(false, "no"), Start.AddHours(1)));
        Assert.Equal(paid, paid.Unanswered("away"));
        Assert.Equal((2, Start.AddMinutes(5), null), (paid.Attempts, paid.AnsweredAt, paid.LastError));
    }

    [Fact]
    public void Questions_come_every_five_minutes_then_hourly_and_after_a_day_somebody_should_look()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Begun.Pause(Start.AddMinutes(59)));
        Assert.Equal(TimeSpan.FromHours(1), Begun.Pause(Start.AddMinutes(60)));
        Assert.False(Begun.IsStuck(Start.AddHours(24).AddTicks(-1)));
        Assert.True(Begun.IsStuck(Start.AddHours(24)));
        Assert.False(Begun.Answered(new TransferAnswer(true), Start).IsStuck(Start.AddDays(2)));
    }
}
