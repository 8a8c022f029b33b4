using Cashback.Campaigns;

namespace Cashback.Rules.Tests.Campaigns;

public sealed class CampaignListTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly ReferralTerms Defaults = new(30, ReferralRewardTo.Friend, 10, 5);
    private static readonly CampaignDraft Autumn = new("autumn", "Autumn", null, Now.AddDays(30), new ReferralDraft());
    private static readonly CampaignDraft Hello = new("hello", "Hello", null, null, Welcome: new WelcomeTerms(20, 1_350, 135_000));

    [Fact]
    public void Terms_left_out_are_the_programmes_and_a_past_beginning_is_now()
    {
        var campaign = Put(new CampaignList(), Autumn with { From = Now.AddDays(-3) }).Find("autumn")!;

        Assert.Equal(Defaults, campaign.Referral);
        Assert.Equal(Now, campaign.From);
    }

    [Fact]
    public void Put_again_later_changes_nothing()
    {
        var list = Put(new CampaignList(), Autumn);

        Assert.Same(list, list.Put(Autumn, Now.AddDays(1), Defaults).Value);
        Assert.Same(list, list.Put(Autumn, Now.AddDays(60), Defaults).Value);
    }

    [Fact]
    public void Of_a_running_campaign_only_name_end_and_budget_change()
    {
        var list = Put(new CampaignList(), Hello);

        var changed = list.Put(
            Hello with { Name = "Hi", To = Now.AddDays(9), Welcome = Hello.Welcome! with { Budget = 1 } }, Now.AddDays(1), Defaults);

        Assert.Equal(("Hi", Now, 1L), (changed.Value!.All[0].Name, changed.Value.All[0].From, changed.Value.All[0].Welcome!.Budget));
        Assert.Equal("campaign-started", list.Put(Hello with { Welcome = Hello.Welcome with { Reward = 1 } }, Now.AddDays(1), Defaults).Rejection!.Type);
        Assert.Equal("campaign-started", list.Put(Hello with { From = Now.AddDays(5) }, Now.AddDays(1), Defaults).Rejection!.Type);
        Assert.Equal("campaign-started", list.Put(Autumn with { Id = "hello" }, Now.AddDays(1), Defaults).Rejection!.Type);
    }

    [Fact]
    public void Ended_campaign_stays_as_it_is()
    {
        var list = Put(new CampaignList(), Hello).End("hello", Now.AddDays(1)).Value!;

        Assert.Same(list, list.End("hello", Now.AddDays(2)).Value);
        Assert.Equal("campaign-ended", list.Put(Hello with { Name = "Hi" }, Now.AddDays(2), Defaults).Rejection!.Type);
        Assert.Equal(Now.AddDays(1), list.Find("hello")!.To);
    }

    [Fact]
    public void Planned_campaign_can_still_change_and_is_dropped_when_ended()
    {
        var list = Put(new CampaignList(), Hello with { From = Now.AddDays(5) });

        list = Put(list, Hello with { From = Now.AddDays(6), Welcome = Hello.Welcome! with { Reward = 7 } });
        Assert.Equal((Now.AddDays(6), 7L), (list.All[0].From, list.All[0].Welcome!.Reward));
        Assert.Empty(list.End("hello", Now).Value!.All);
    }

    [Fact]
    public void Two_referral_campaigns_never_run_at_a_time()
    {
        var list = Put(new CampaignList(), Autumn);

        Assert.Equal("campaigns-overlap", list.Put(Autumn with { Id = "other" }, Now, Defaults).Rejection!.Type);
        list = Put(list, Autumn with { Id = "winter", From = Now.AddDays(30), To = null });
        Assert.Equal("campaigns-overlap", list.Put(Autumn with { To = Now.AddDays(31) }, Now, Defaults).Rejection!.Type);
        Assert.Equal("autumn", Campaign.RunningReferral(list.All, Now.AddDays(30).AddTicks(-1))!.Id);
        Assert.Equal("winter", Campaign.RunningReferral(list.All, Now.AddDays(30))!.Id);
    }

    public static TheoryData<CampaignDraft, string> Wrong() => new()
    {
        { Autumn with { Id = "Autumn" }, "id" },
        { Autumn with { Name = "" }, "name" },
        { Autumn with { Referral = null }, "referral" },
        { Autumn with { Welcome = Hello.Welcome }, "referral" },
        { Autumn with { To = Now }, "validTo" },
        { Autumn with { From = Now.AddDays(3), To = Now.AddDays(2) }, "validTo" },
        { Autumn with { Referral = new ReferralDraft(FirstPurchaseReward: -1) }, "referral.firstPurchaseReward" },
        { Autumn with { Referral = new ReferralDraft(FriendsMax: 0) }, "referral.friendsMax" },
        { Autumn with { Referral = new ReferralDraft(InviterPercent: 100.01m) }, "referral.inviterPercent" },
        { Autumn with { Referral = new ReferralDraft(InviterPercent: 0.001m) }, "referral.inviterPercent" },
        { Hello with { Welcome = new WelcomeTerms(-1, 1, 1) }, "welcome.minAmount" },
        { Hello with { Welcome = new WelcomeTerms(20, 0, 1) }, "welcome.reward" },
        { Hello with { Welcome = new WelcomeTerms(20, 1, -1) }, "welcome.budget" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Campaign_that_can_not_be_is_refused_with_its_field(CampaignDraft draft, string field)
    {
        var rejection = new CampaignList().Put(draft, Now, Defaults).Rejection!;

        Assert.Equal(("invalid-campaign", field), (rejection.Type, rejection.Field));
    }

    private static CampaignList Put(CampaignList list, CampaignDraft draft) => list.Put(draft, Now, Defaults).Value!;
}
