using Cashback.Sessions;
using CsCheck;

namespace Cashback.Rules.Tests.Sessions;

public sealed class SessionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionRecord Fresh = SessionRecord.Start("subscriber", Start);

    [Fact]
    public void The_current_token_gives_the_next_one()
    {
        var next = Fresh.Refresh(1, Start.AddDays(1));
        Assert.Equal(2, next.TokenNumber);
        Assert.Equal(Start.AddDays(1), next.RefreshedAt);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void The_token_before_works_for_thirty_seconds_more_and_then_ends_the_sign_in(int seconds, bool works)
    {
        var rotated = Fresh.Refresh(1, Start);
        var again = rotated.Refresh(1, Start.AddSeconds(seconds));
        Assert.Equal(works, again.IsAlive(Start.AddSeconds(seconds)));
        Assert.Equal(2, again.TokenNumber);
        Assert.Equal(works, ReferenceEquals(rotated, again));
    }

    [Fact]
    public void Older_tokens_and_tokens_to_come_end_the_sign_in()
    {
        var third = Fresh.Refresh(1, Start).Refresh(2, Start);
        Assert.False(third.Refresh(1, Start).IsAlive(Start));
        Assert.False(third.Refresh(4, Start).IsAlive(Start));
    }

    [Fact]
    public void Sixty_days_without_use_end_it_and_a_use_begins_them_anew()
    {
        var almost = Start.AddDays(60).AddTicks(-1);
        Assert.True(Fresh.IsAlive(almost));
        Assert.False(Fresh.IsAlive(Start.AddDays(60)));
        Assert.True(Fresh.Refresh(1, almost).IsAlive(Start.AddDays(119)));
        Assert.False(Fresh.Refresh(1, Start.AddDays(60)).IsAlive(Start.AddDays(60)));
    }

    [Fact]
    public void What_has_ended_never_comes_back() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 200]).Array[1, 20].Sample(steps =>
        {
            var (session, now, ended) = (Fresh, Start, false);
            foreach (var (token, hours) in steps)
            {
                now = now.AddHours(hours);
                session = session.Refresh(token, now);
                Assert.False(ended && session.IsAlive(now));
                ended |= session.EndedAt is not null;
            }
        });

    [Fact]
    public void A_refresh_token_is_read_back_and_no_other_is()
    {
        var tokens = new RefreshTokens(KeyRing.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        var token = tokens.Make(new SessionTicket("01ARZ3NDEKTSV4RRFFQ69G5FAV", "subscriber", 7));
        Assert.True(tokens.TryRead(token, out var sessionId, out var number));
        Assert.Equal(("01ARZ3NDEKTSV4RRFFQ69G5FAV", 7), (sessionId, number));

        var parts = token.Split('.');
        string[] forged =
        [
            "", "..", token + "x", token[..^1], $"{parts[0]}.8.{parts[2]}", $"{parts[0]}.07.{parts[2]}", $"x.7.{parts[2]}",
            new RefreshTokens(KeyRing.Of(new byte[32])).Make(new SessionTicket(parts[0], "subscriber", 7)),
        ];
        Assert.All(forged, text => Assert.False(tokens.TryRead(text, out _, out _), text));
    }
}
