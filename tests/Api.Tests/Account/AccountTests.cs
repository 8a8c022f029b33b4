using System.Net.Http.Json;
using Cashback.Api.Tests.Auth;

namespace Cashback.Api.Tests.Account;

public sealed class AccountTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task A_new_account_holds_nothing_and_tops_up_its_own_number()
    {
        var subscriber = await _api.SignInAsync();
        var account = await subscriber.Client.ReadAsync("/api/v1/me");
        Assert.Equal(subscriber.Tokens.SubscriberId, account.Text("subscriberId"));
        Assert.Equal("individual", account.Text("kind"));
        Assert.Equal(
            """{"available":0,"savings":0,"accruedThisMonth":0,"pending":0,"capRemaining":10000,"inPayout":0}""",
            account.GetProperty("balance").GetRawText());
        var goal = Assert.Single(account.GetProperty("goals").EnumerateArray());
        Assert.Equal("topUp", goal.Text("type"));
        Assert.Equal(subscriber.Phone, goal.Text("phone"));
        Assert.Equal(1, goal.Number("priority"));
        Assert.False(goal.TryGetProperty("monthlyLimit", out _));
        Assert.Matches(@"^\d{4}-\d\d-01$", account.Text("nextSettlement"));
    }

    [Fact]
    public async Task An_email_address_is_set_kept_and_removed_by_null()
    {
        var subscriber = await _api.SignInAsync();
        var me = subscriber.Client;
        await _api.ProveAsync(subscriber, "change-email");
        Assert.Equal("a.b@example.ru", (await PatchedAsync(me, """{"email":" a.b@example.ru "}""")).Text("email"));
        Assert.Equal("a.b@example.ru", (await PatchedAsync(me, """{"locale":"en","colour":"green"}""")).Text("email"));
        Assert.Equal("en", (await me.ReadAsync("/api/v1/me")).Text("locale"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await PatchedAsync(me, """{"email":null}""")).GetProperty("email").ValueKind);
    }

    [Theory]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{"email":"a@b"}""", "email")]
    [InlineData("""{"email":"a b@example.ru"}""", "email")]
    [InlineData("""{"email":"a@example.ru, b@example.ru"}""", "email")]
    [InlineData("""{"email":"Name <a@example.ru>"}""", "email")]
    [InlineData("""{"email":""}""", "email")]
    [InlineData("""{"email":"a\u0000@example.ru"}""", "email")]
    [InlineData("""{"email":7}""", "email")]
    [InlineData("""{"locale":"de"}""", "locale")]
    [InlineData("""{"locale":""}""", "locale")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"email":""", "email")]
    public async Task A_profile_that_makes_no_sense_is_refused_with_its_field(string body, string field)
    {
        var me = (await _api.SignInAsync()).Client;
        using var response = await me.PatchAsync("/api/v1/me", Shopping.Json(body));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Contains(field, await response.FieldsAsync());
    }

    [Fact]
    public async Task An_email_address_over_254_characters_is_refused()
    {
        var me = (await _api.SignInAsync()).Client;
        var email = "a@" + string.Concat(Enumerable.Repeat("abcdefghi.", 26)) + "ru";
        Assert.Equal("400 invalid-request", await me.PatchAsJsonAsync("/api/v1/me", new { email }).OutcomeAsync());
    }

    private static async Task<System.Text.Json.JsonElement> PatchedAsync(HttpClient me, string body)
    {
        using var response = await me.PatchAsync("/api/v1/me", Shopping.Json(body));
        return await response.EnsureSuccessStatusCode().JsonAsync();
    }
}
