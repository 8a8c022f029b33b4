namespace Cashback.Cluster.Tests.Races;

/// <summary>Sign-ins by the operator's gateway, at both silos.</summary>
[Collection(nameof(TwoSilos))]
public sealed class SignInRaceTests(TwoSilos silos)
{
    [Fact]
    public async Task Header_of_the_gateway_used_at_both_silos_signs_in_once()
    {
        var header = Gateway.NewHeader(Gateway.NewPhone());

        var answers = await silos.AtOnceAsync(12, (api, _) => api.SignInByGatewayAsync(header));

        Assert.Single(answers, answer => answer.Ok);
        Assert.Equal(11, answers.Count(answer => answer.Outcome == "401 gateway-refused"));
    }

    [Fact]
    public async Task Number_that_comes_to_both_silos_for_the_first_time_is_registered_once()
    {
        var phone = Gateway.NewPhone();

        var answers = await silos.AtOnceAsync(12, (api, _) => api.SignInByGatewayAsync(Gateway.NewHeader(phone)));

        Assert.All(answers, answer => Assert.Equal("200", answer.Outcome));
        Assert.Single(answers, answer => answer.Json.GetProperty("registered").GetBoolean());
        Assert.Single(answers.Select(answer => SignedIn.Of(answer).SubscriberId).Distinct());
    }

    [Fact]
    public async Task Of_friends_who_register_at_both_silos_ten_count()
    {
        await silos.Api.SendJsonAsync(HttpMethod.Put, "/ops/v1/campaigns/friends", new { name = "Friends", referral = new { } }, ApiClient.Operator);
        var inviter = await silos.Api.RegisterAsync();
        var referralCode = (await silos.Api.ReadAsync("/api/v1/me/referral", inviter.Header)).GetProperty("code").GetString();

        await silos.AtOnceAsync(16, (api, _) => api.SignInByGatewayAsync(Gateway.NewHeader(Gateway.NewPhone()), new { referralCode }));

        await Support.Eventually.TrueAsync(
            async () => await FriendsAsync(inviter) is { Count: 16 } friends && friends.Count(counts => counts) == 10, "ten of sixteen count");
    }

    private async Task<List<bool>> FriendsAsync(SignedIn inviter) =>
        [.. (await silos.Api.ReadAsync("/api/v1/me/referral",
            inviter.Header)).GetProperty("friends").EnumerateArray().Select(friend => friend.GetProperty("counts").GetBoolean())];
}
