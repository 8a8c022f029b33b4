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
    public void Any_of_the_newest_three_is_a_straggler_within_its_thirty_seconds()
    {
        var third = Fresh.Refresh(1, Start).Refresh(2, Start.AddSeconds(5));
        Assert.Same(third, third.Refresh(1, Start.AddSeconds(30)));
        Assert.Same(third, third.Refresh(2, Start.AddSeconds(35)));
        Assert.False(third.Refresh(1, Start.AddSeconds(31)).IsAlive(Start.AddSeconds(31)));
        Assert.False(third.Refresh(2, Start.AddSeconds(36)).IsAlive(Start.AddSeconds(36)));
    }

    [Fact]
    public void Older_tokens_and_tokens_to_come_end_the_sign_in()
    {
        var fourth = Fresh.Refresh(1, Start).Refresh(2, Start).Refresh(3, Start);
        Assert.False(fourth.Refresh(1, Start).IsAlive(Start));
        Assert.False(fourth.Refresh(5, Start).IsAlive(Start));
    }

    [Fact]
    public void Stragglers_never_end_it_and_get_the_newest_token_whatever_their_order() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 9]).Array[1, 30].Sample(steps =>
        {
            var (session, now) = (Fresh, Start);
            foreach (var (back, seconds) in steps)
            {
                now = now.AddSeconds(seconds);

                // A tab that is behind, with a token that was traded less than 30 seconds ago.
                var token = Math.Max(1, session.TokenNumber - back);
                var tradedAt = token == session.TokenNumber ? now
                    : token == session.TokenNumber - 1 ? session.RefreshedAt
                    : session.BeforeAt!.Value;
                if (now > tradedAt + SessionRecord.Grace)
                {
                    continue;
                }

                var next = session.Refresh(token, now);
                Assert.True(next.IsAlive(now));
                Assert.Equal(token == session.TokenNumber ? session.TokenNumber + 1 : session.TokenNumber, next.TokenNumber);
                session = next;
            }
        });

    [Fact]
    public void It_ends_after_180_days_however_often_it_is_used()
    {
        var session = Fresh;
        for (var day = 1; day < 180; day++)
        {
            session = session.Refresh(session.TokenNumber, Start.AddDays(day));
            Assert.True(session.IsAlive(Start.AddDays(day)));
        }

        Assert.True(session.IsAlive(Start.AddDays(180).AddTicks(-1)));
        Assert.False(session.IsAlive(Start.AddDays(180)));
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
