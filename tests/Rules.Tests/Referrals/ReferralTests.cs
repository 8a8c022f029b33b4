using Cashback.Campaigns;
using Cashback.Referrals;

namespace Cashback.Rules.Tests.Referrals;

/// <summary>domain.md, "Referral campaign": who is a friend, and who counts.</summary>
public sealed class ReferralTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly ReferralTerms Terms = new(30, ReferralRewardTo.Friend, 10, 5);
    private static readonly Campaign Autumn = new() { Id = "autumn", Name = "Autumn", From = Now, Referral = Terms };

    [Fact]
    public void The_first_ten_count_in_the_order_of_registration()
    {
        var referral = Owned();
        var verdicts = new List<JoinVerdict>();
        for (var number = 1; number <= 12; number++)
        {
            (referral, var verdict) = referral.Join($"friend{number}", $"hash{number}", Autumn, Now.AddMinutes(number));
            verdicts.Add(verdict);
        }

        Assert.All(verdicts.Take(10), verdict => Assert.Equal((JoinResult.Counts, "owner"), (verdict.Result, verdict.InviterId)));
        Assert.All(verdicts.Skip(10), verdict => Assert.Equal((JoinResult.LimitReached, null), (verdict.Result, verdict.InviterId)));
        Assert.Equal(Enumerable.Range(1, 12), referral.Friends.Select(friend => friend.Number));
    }

    [Fact]
    public void Registration_that_is_repeated_gets_the_first_verdict_even_after_the_campaign()
    {
        var (joined, first) = Owned().Join("friend", "hash", Autumn, Now);

        var (again, second) = joined.Join("friend", "hash", null, Now.AddDays(90));

        Assert.Same(joined, again);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Nobody_invites_themself_also_not_by_leaving_and_returning() =>
        Assert.Equal(JoinResult.OwnNumber, Owned().Join("owner-come-back", "owner-hash", Autumn, Now).Verdict.Result);

    [Fact]
    public void Friend_who_leaves_and_returns_takes_no_second_place()
    {
        var (joined, _) = Owned().Join("friend", "hash", Autumn, Now);

        var (again, verdict) = joined.Join("friend-come-back", "hash", Autumn with { Id = "winter" }, Now);

        Assert.Equal(JoinResult.CameBefore, verdict.Result);
        Assert.Same(joined, again);
    }

    [Fact]
    public void Without_a_campaign_nobody_is_a_friend()
    {
        var (referral, verdict) = Owned().Join("friend", "hash", null, Now);

        Assert.Equal(JoinResult.NoCampaign, verdict.Result);
        Assert.Empty(referral.Friends);
    }

    [Fact]
    public void Each_campaign_counts_its_own_friends()
    {
        var referral = Owned();
        for (var number = 1; number <= 10; number++)
        {
            referral = referral.Join($"friend{number}", $"hash{number}", Autumn, Now).Next;
        }

        Assert.Equal(JoinResult.Counts, referral.Join("friend11", "hash11", Autumn with { Id = "winter" }, Now).Verdict.Result);
    }

    [Fact]
    public void Code_in_a_newspaper_does_not_fill_the_record()
    {
        var referral = Owned();
        for (var number = 1; number <= 1_000; number++)
        {
            referral = referral.Join($"friend{number}", $"hash{number}", Autumn, Now).Next;
        }

        Assert.Equal(110, referral.Friends.Length);
        Assert.Equal(10, referral.Friends.Count(friend => friend.Counts));
    }

    [Theory]
    [InlineData("abcd-0123", "ABCD0123")]
    [InlineData(" ABCD 0123 ", "ABCD0123")]
    [InlineData("OIL00000", "01100000")]
    [InlineData("ABCD012", null)]
    [InlineData("ABCDU123", null)]
    [InlineData("АВСД0123", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Promo_code_is_read_as_people_write_it(string? text, string? code) => Assert.Equal(code, PromoCode.Read(text));

    [Fact]
    public void Promo_code_made_again_is_the_same_and_another_attempt_another()
    {
        var key = KeyRing.Of(new byte[32]);

        var made = PromoCode.Make(key, "01KAAAAAAAAAAAAAAAAAAAAAAA", 0);

        Assert.Equal(made, PromoCode.Make(key, "01KAAAAAAAAAAAAAAAAAAAAAAA", 0));
        Assert.Equal(made, PromoCode.Read(made));
        Assert.NotEqual(made, PromoCode.Make(key, "01KAAAAAAAAAAAAAAAAAAAAAAA", 1));
        Assert.NotEqual(made, PromoCode.Make(key, "01KAAAAAAAAAAAAAAAAAAAAAAB", 0));
    }

    private static Referral Owned() => new("owner", "owner-hash");
}
