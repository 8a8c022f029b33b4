using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Account;
using Cashback.Support;

namespace Cashback.Api.Tests.Referrals;

/// <summary>An API of its own: a referral campaign is the programme's, and there is one at a time.</summary>
public sealed class ReferralTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_friend_registers_buys_and_both_are_rewarded_until_the_purchase_is_reversed()
    {
        await PutAsync("autumn", new { name = "Осень", referral = new { rewardTo = "both", inviterPercent = "10" } });
        var inviter = await _api.SignInAsync();
        var before = await inviter.Client.ReadAsync("/api/v1/me/referral");
        Assert.Equal(("Осень", "both", 30, "10"), (
            before.GetProperty("campaign").Text("name"),
            before.GetProperty("campaign").Text("rewardTo"),
            before.GetProperty("campaign").Number("firstPurchaseReward"),
            before.GetProperty("campaign").Text("inviterPercent")));
        Assert.Equal(0, before.Number("earned"));

        var friend = await RegisterAsync(before.Text("code"));
        await _api.BuyAsync(friend, "2000", line: "77");
        await EarnedAsync(inviter, 40);
        await AccruedAsync(friend, 130);
        var seen = (await inviter.Client.ReadAsync("/api/v1/me/referral")).GetProperty("friends").EnumerateArray().Single();
        Assert.Equal((true, 40), (seen.GetProperty("counts").GetBoolean(), seen.Number("rewardFromFriend")));
        Assert.Equal(["registeredAt", "counts", "rewardFromFriend"], seen.EnumerateObject().Select(property => property.Name));
        using var op = _api.Operator();
        var (inviterId, friendId) = (await IdAsync(op, inviter), await IdAsync(op, friend));
        var known = (await op.ReadAsync($"/ops/v1/subscribers/{inviterId}/referral"));
        Assert.Equal((before.Text("code"), 1, 40), (known.Text("code"), known.Number("counting"), known.Number("earned")));
        Assert.Equal((friendId, "Осень", 40), (
            known.GetProperty("friends")[0].Text("subscriberId"), known.GetProperty("friends")[0].Text("campaign"), known.GetProperty("friends")[0].Number("rewardFromFriend")));
        var came = (await op.ReadAsync($"/ops/v1/subscribers/{friendId}/referral")).GetProperty("invitedBy");
        Assert.Equal((inviterId, 1, true), (came.Text("inviterId"), came.Number("purchasesWithCashback"), came.GetProperty("invitation").GetProperty("counts").GetBoolean()));
        Assert.Equal("404 not-found", await op.GetAsync(new Uri("/ops/v1/subscribers/01ARZ3NDEKTSV4RRFFQ69G5FAV/referral", UriKind.Relative)).OutcomeAsync());
        Assert.Contains(await _api.OutboxAsync(inviter.Phone), sms => sms.Text.StartsWith("Награда за друга: +", StringComparison.Ordinal));

        await _api.BuyAsync(friend, "2000", "declined", "77", await friend.ClickAsync());
        await EarnedAsync(inviter, 0);
        await AccruedAsync(friend, 0);
        Assert.All(
            (await inviter.Client.ReadAsync("/api/v1/me/history?type=reward")).Items(), line => Assert.Equal("Друг №1", line.Text("reason")));
    }

    [Fact]
    public async Task A_code_that_is_not_accepted_does_not_hinder_the_registration_and_the_account_says_why()
    {
        var inviter = await _api.SignInAsync();
        var code = (await inviter.Client.ReadAsync("/api/v1/me/referral")).Text("code");

        Assert.Equal("unknown-code", await InvitedByAsync("ZZZZZZZZ"));
        Assert.Equal("unknown-code", await InvitedByAsync("приходи"));
        Assert.Equal("no-campaign", await InvitedByAsync(code));
        Assert.Equal(JsonValueKind.Null, (await inviter.Client.ReadAsync("/api/v1/me/referral")).GetProperty("invitedBy").ValueKind);
    }

    [Fact]
    public async Task Operations_put_list_change_and_end_campaigns()
    {
        var put = await PutAsync("autumn", new { name = "Осень", validTo = "2030-01-01T00:00:00+03:00", referral = new { } });
        Assert.Equal("running", put.Text("state"));
        Assert.Equal("5", put.GetProperty("referral").Text("inviterPercent"));
        Assert.Equal("campaigns-overlap", await RefusalAsync(409, "second", new { name = "Две", referral = new { } }));
        Assert.Equal("campaign-started", await RefusalAsync(409, "autumn", new { name = "Осень", referral = new { friendsMax = 11 } }));
        Assert.Equal("invalid-campaign", await RefusalAsync(422, "bad", new { name = "Плохая", referral = new { friendsMax = 0 } }));
        Assert.Equal("invalid-request", await RefusalAsync(400, "Bad", new { name = "Плохая", referral = new { } }));
        await PutAsync("later", new { name = "Зима", validFrom = "2031-01-01T00:00:00+03:00", referral = new { } });

        using var operations = _api.Operator();
        var first = await operations.ReadAsync("/ops/v1/campaigns?limit=1");
        var second = await operations.ReadAsync($"/ops/v1/campaigns?limit=1&cursor={first.Text("nextCursor")}");
        Assert.Equal(["later", "autumn"], [first.Items()[0].Text("id"), second.Items()[0].Text("id")]);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal("400 invalid-request", await operations.GetAsync("/ops/v1/campaigns?cursor=nothing").OutcomeAsync());

        using var ended = await operations.PostAsync("/ops/v1/campaigns/autumn/end", null);
        Assert.Equal("ended", (await ended.JsonAsync()).Text("state"));
        Assert.Equal("200", await operations.PostAsync("/ops/v1/campaigns/later/end", null).OutcomeAsync());
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/campaigns/later").OutcomeAsync());
        Assert.Equal("404 not-found", await operations.PostAsync("/ops/v1/campaigns/later/end", null).OutcomeAsync());
    }

    private async Task<JsonElement> PutAsync(string id, object campaign)
    {
        using var operations = _api.Operator();
        using var response = await operations.PutAsJsonAsync($"/ops/v1/campaigns/{id}", campaign);
        Assert.Equal("200", await response.OutcomeAsync());
        return await response.JsonAsync();
    }

    private async Task<string> RefusalAsync(int status, string id, object campaign)
    {
        using var operations = _api.Operator();
        var outcome = await operations.PutAsJsonAsync($"/ops/v1/campaigns/{id}", campaign).OutcomeAsync();
        Assert.StartsWith($"{status} ", outcome, StringComparison.Ordinal);
        return outcome[4..];
    }

    private async Task<string> InvitedByAsync(string code) =>
        (await (await RegisterAsync(code)).Client.ReadAsync("/api/v1/me/referral")).GetProperty("invitedBy").Text("reason");

    private async Task<SignedIn> RegisterAsync(string code)
    {
        var phone = TestApi.NewNumber();
        using var asked = await _api.OtpAsync(new { phone, referralCode = code });
        using var response = await _api.TokenAsync((await asked.JsonAsync()).Text("challengeId"), await _api.CodeAsync(phone));
        var tokens = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Tokens>())!;
        return new SignedIn(phone, tokens, _api.As(tokens.AccessToken));
    }

    private static async Task<string> IdAsync(HttpClient operations, SignedIn subscriber) => (await operations.ReadAsync(
        "/ops/v1/subscribers?phone=" + Uri.EscapeDataString(subscriber.Phone))).Items().Single().Text("subscriberId");

    private static Task EarnedAsync(SignedIn inviter, long earned) => Eventually.TrueAsync(
        async () => (await inviter.Client.ReadAsync("/api/v1/me/referral")).Number("earned") == earned, $"{earned} earned for friends");

    private static Task AccruedAsync(SignedIn subscriber, long accrued) => Eventually.TrueAsync(
        async () => (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth") == accrued, $"{accrued} accrued");
}
