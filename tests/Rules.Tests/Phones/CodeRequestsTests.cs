using Cashback.Phones;
using CsCheck;

namespace Cashback.Rules.Tests.Phones;

public sealed class CodeRequestsTests
{
    private const string Code = "123456";
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyRing Key = KeyRing.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly RegistrationDetails Details = new("ru");
    private static readonly CodeCaller Mine = CodeCaller.Address("mine");
    private static readonly CodeCaller Phone = CodeCaller.Device("phone");

    [Fact]
    public void A_new_number_can_have_a_code_at_once() =>
        Assert.Equal((CodeSending.Sent, Start), CodeRequests.None.MaySend(Mine, Start));

    [Fact]
    public void Who_asks_again_waits_one_two_five_and_then_fifteen_minutes()
    {
        var (codes, now) = (CodeRequests.None, Start);
        foreach (var minutes in (int[])[1, 2, 5, 15, 15, 15])
        {
            codes = Send(codes, Mine, now);
            Assert.Equal(now.AddMinutes(minutes), codes.ResendAfter(Mine, now));
            Assert.Equal((CodeSending.TooSoon, now.AddMinutes(minutes)), codes.MaySend(Mine, now.AddMinutes(minutes).AddTicks(-1)));
            now = now.AddMinutes(minutes);
            Assert.Equal((CodeSending.Sent, now), codes.MaySend(Mine, now));
        }
    }

    [Fact]
    public void An_hour_later_the_waiting_begins_anew()
    {
        var codes = Send(Send(Send(CodeRequests.None, Mine, Start), Mine, Start.AddMinutes(1)), Mine, Start.AddMinutes(3));
        var later = Start.AddMinutes(63);
        Assert.Equal(later.AddMinutes(1), Send(codes, Mine, later).ResendAfter(Mine, later));
    }

    [Fact]
    public void Who_has_signed_in_begins_anew_with_waiting_and_nobody_else_does()
    {
        var stranger = CodeCaller.Address("stranger");
        var codes = Send(
            Send(Send(Send(CodeRequests.None, Mine, Start), Mine, Start.AddMinutes(1)), stranger, Start.AddMinutes(1)), stranger,
            Start.AddMinutes(2));
        codes = codes.Used(codes.Open[1].Code.Id);
        Assert.Equal(Start.AddMinutes(2), codes.MaySend(Mine, Start.AddMinutes(1)).NextAt);
        Assert.Equal(Start.AddMinutes(4), codes.MaySend(stranger, Start.AddMinutes(2)).NextAt);
        Assert.Equal(3, codes.Open.Count);
    }

    [Fact]
    public void Three_callers_have_a_valid_code_each_and_the_fourth_waits_until_one_ends()
    {
        var codes = Send(
            Send(Send(CodeRequests.None, CodeCaller.Address("a"), Start), CodeCaller.Address("b"), Start.AddSeconds(1)),
            CodeCaller.Address("c"), Start.AddSeconds(2));
        Assert.Equal(3, codes.Open.Count(open => codes.Try(open.Code.Id, Start.AddMinutes(4)) is not null));
        Assert.Equal((CodeSending.TooMany, Start.AddMinutes(5)), codes.MaySend(Mine, Start.AddMinutes(4)));
        Assert.Equal((CodeSending.Sent, Start.AddMinutes(5)), codes.MaySend(Mine, Start.AddMinutes(5)));
    }

    [Fact]
    public void Tries_are_counted_for_each_code_by_itself()
    {
        var codes = Send(Send(CodeRequests.None, Mine, Start), CodeCaller.Address("stranger"), Start);
        var (mine, theirs) = (codes.Open[0].Code.Id, codes.Open[1].Code.Id);
        for (var left = 4; left >= 0; left--)
        {
            (codes, var tried) = codes.Try(theirs, Start)!.Value;
            Assert.Equal(left, tried.Code.TriesLeft);
        }

        Assert.Null(codes.Try(theirs, Start));
        Assert.Equal(4, codes.Try(mine, Start)!.Value.Tried.Code.TriesLeft);
    }

    [Fact]
    public void A_code_ends_after_five_minutes_and_an_unknown_one_never_began()
    {
        var codes = Send(CodeRequests.None, Mine, Start);
        Assert.NotNull(codes.Try(codes.Open[0].Code.Id, Start.AddMinutes(5).AddTicks(-1)));
        Assert.Null(codes.Try(codes.Open[0].Code.Id, Start.AddMinutes(5)));
        Assert.Null(codes.Try("another", Start));
    }

    [Fact]
    public void A_code_that_could_not_be_sent_does_not_delay_the_next_one_but_not_for_ever()
    {
        var codes = CodeRequests.None;
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(CodeSending.Sent, codes.MaySend(Mine, Start).Sending);
            codes = Send(codes, Mine, Start);
            codes = codes.SendingFailed(codes.Open[^1].Code.Id);
        }

        Assert.Empty(codes.Open);
        Assert.Equal((CodeSending.TooSoon, Start.AddMinutes(15)), codes.MaySend(Mine, Start));
    }

    [Fact]
    public void One_stranger_however_patient_never_takes_the_owners_turn()
    {
        // The stranger asks at the very first moment at which it can, for a day; the owner comes from a new device at any minute.
        var (codes, stranger) = (CodeRequests.None, CodeCaller.Address("stranger"));
        for (var now = Start; now < Start.AddDays(1); now = now.AddMinutes(1))
        {
            if (codes.MaySend(stranger, now).Sending is CodeSending.Sent)
            {
                codes = Send(codes, stranger, now);
            }

            Assert.InRange(codes.MaySend(Mine, now).NextAt, now, now.AddMinutes(5));
        }
    }

    [Fact]
    public void The_owners_own_code_works_whatever_strangers_ask_for() =>
        Gen.Select(Asks, Gen.Int[0, 30], Gen.Bool).Sample((asks, at, known) =>
        {
            var owner = known ? Phone : Mine;
            var (codes, now, mine, sentAt) = (CodeRequests.None, Start, (string?)null, Start);
            for (var i = 0; i < asks.Length; i++)
            {
                now = now.AddSeconds(asks[i].Seconds);
                if (mine is null && i >= at && codes.MaySend(owner, now).Sending is CodeSending.Sent)
                {
                    codes = Send(codes, owner, now);
                    (mine, sentAt) = (codes.Open[^1].Code.Id, now);
                }

                var stranger = CodeCaller.Address($"{asks[i].Stranger}");
                if (codes.MaySend(stranger, now).Sending is CodeSending.Sent)
                {
                    codes = Send(codes, stranger, now);
                }

                // Strangers try all codes but the owner's, whose challenge they do not have.
                foreach (var open in codes.Open.Where(open => open.Code.Id != mine))
                {
                    codes = codes.Try(open.Code.Id, now)?.Next ?? codes;
                }

                if (mine is not null && now < sentAt + OneTimeCode.Life)
                {
                    Assert.True(codes.Try(mine, now)!.Value.Tried.Code.Matches(Code, Key));
                }
            }
        });

    [Fact]
    public void A_known_device_waits_for_its_own_requests_only() =>
        Gen.Select(Asks, Gen.Int[0, 9].Array[0, 5]).Sample((asks, own) =>
        {
            var (alone, among, now) = (CodeRequests.None, CodeRequests.None, Start);
            for (var i = 0; i < asks.Length; i++)
            {
                now = now.AddSeconds(asks[i].Seconds);
                Assert.Equal(alone.MaySend(Phone, now), among.MaySend(Phone, now));
                if (own.Contains(i % 10) && alone.MaySend(Phone, now).Sending is CodeSending.Sent)
                {
                    (alone, among) = (Send(alone, Phone, now), Send(among, Phone, now));
                }

                var stranger = CodeCaller.Address($"{asks[i].Stranger}");
                among = among.MaySend(stranger, now).Sending is CodeSending.Sent ? Send(among, stranger, now) : among;
            }
        });

    [Fact]
    public void Nobody_waits_longer_than_fifteen_minutes_and_no_more_than_three_strangers_codes_are_valid_at_once() =>
        Asks.Sample(asks =>
        {
            var (codes, now) = (CodeRequests.None, Start);
            foreach (var (name, seconds) in asks)
            {
                now = now.AddSeconds(seconds);
                var stranger = CodeCaller.Address($"{name}");
                var (sending, nextAt) = codes.MaySend(stranger, now);
                Assert.InRange(nextAt, now, now.AddMinutes(15));
                codes = sending is CodeSending.Sent ? Send(codes, stranger, now) : codes;
                Assert.InRange(codes.Open.Count(open => open.Code.IsLive(now)), 0, CodeRequests.SideBySide);
                Assert.InRange(codes.Sent.Count, 0, 20);
            }
        });

    [Fact]
    public void A_proof_of_work_is_known_as_used_as_long_as_it_is_valid()
    {
        var codes = CodeRequests.None.Send(NewChallenge(Mine, Start), new UsedNonce("nonce", Start.AddMinutes(5)), Start);
        Assert.True(codes.IsSolvedBefore("nonce"));
        Assert.False(codes.IsSolvedBefore("another"));
        Assert.Empty(Send(codes, Mine, Start.AddMinutes(5)).Solved);
    }

    private static Gen<(int Stranger, int Seconds)[]> Asks => Gen.Select(Gen.Int[0, 8], Gen.Int[0, 400]).Array[1, 60];

    private static CodeRequests Send(CodeRequests codes, CodeCaller caller, DateTimeOffset at) =>
        codes.Send(NewChallenge(caller, at), null, at);

    private static Challenge NewChallenge(CodeCaller caller, DateTimeOffset at) =>
        Challenge.Start(Guid.NewGuid().ToString("N"), Code, Details, caller, Key, at);
}
