using System.Net.Http.Json;
using System.Text.Json;

namespace Cashback.Api.Tests.Auth;

/// <summary>Where a subscriber is signed in.</summary>
public sealed class SignInListTests(OwnApi own) : IClassFixture<OwnApi>
{
    private const string Sessions = "/api/v1/me/sessions";
    private readonly TestApi _api = own.Api;

    [Fact]
    public async Task Sign_ins_are_listed_with_device_and_times_and_the_current_one_is_marked()
    {
        var phone = TestApi.NewNumber();
        var first = await SignInAsync(phone, "Phone/1.0 (Android 16)");
        var second = await SignInAsync(phone, "Browser/2.0 (Linux)");
        Assert.Equal("200", await first.Client.GetAsync("/api/v1/me").OutcomeAsync());

        var items = await ListAsync(second);
        Assert.Equal(["Browser/2.0 (Linux)", "Phone/1.0 (Android 16)"], items.Select(item => item.GetProperty("device").GetString()));
        Assert.Equal([true, false], items.Select(item => item.GetProperty("current").GetBoolean()));
        Assert.InRange(
            items[1].GetProperty("lastUsedAt").GetDateTimeOffset() - items[1].GetProperty("since").GetDateTimeOffset(), TimeSpan.FromMinutes(10),
            TimeSpan.FromMinutes(11));
        Assert.Equal(2, items.Select(item => item.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task One_can_be_ended_and_its_tokens_stop_at_once()
    {
        var phone = TestApi.NewNumber();
        var (lost, mine) = (await SignInAsync(phone), await SignInAsync(phone));
        var id = (await ListAsync(lost)).Single(item => item.GetProperty("current").GetBoolean()).GetProperty("id").GetString();

        Assert.Equal("204", await mine.Client.DeleteAsync($"{Sessions}/{id}").OutcomeAsync());
        Assert.Equal("401 not-signed-in", await lost.Client.GetAsync("/api/v1/me").OutcomeAsync());
        Assert.Equal("401 sign-in-ended", await _api.RefreshAsync(lost.Tokens.RefreshToken).OutcomeAsync());
        Assert.Equal("200", await mine.Client.GetAsync("/api/v1/me").OutcomeAsync());
        Assert.Equal("404 not-found", await mine.Client.DeleteAsync($"{Sessions}/{id}").OutcomeAsync());
        Assert.Single(await ListAsync(mine));
    }

    [Fact]
    public async Task Nobody_ends_another_subscribers()
    {
        var (mine, theirs) = (await SignInAsync(TestApi.NewNumber()), await SignInAsync(TestApi.NewNumber()));
        var id = (await ListAsync(theirs))[0].GetProperty("id").GetString();

        Assert.Equal("404 not-found", await mine.Client.DeleteAsync($"{Sessions}/{id}").OutcomeAsync());
        Assert.Equal("200", await theirs.Client.GetAsync("/api/v1/me").OutcomeAsync());
    }

    [Fact]
    public async Task All_others_can_be_ended_and_all()
    {
        var phone = TestApi.NewNumber();
        var (first, second, mine) = (await SignInAsync(phone), await SignInAsync(phone), await SignInAsync(phone));

        Assert.Equal("204", await mine.Client.DeleteAsync(Sessions).OutcomeAsync());
        Assert.Equal("401 not-signed-in", await first.Client.GetAsync("/api/v1/me").OutcomeAsync());
        Assert.Equal("401 not-signed-in", await second.Client.GetAsync("/api/v1/me").OutcomeAsync());
        Assert.Single(await ListAsync(mine));

        var again = await SignInAsync(phone);
        Assert.Equal("204", await mine.Client.DeleteAsync($"{Sessions}?includeCurrent=true").OutcomeAsync());
        Assert.Equal("401 not-signed-in", await mine.Client.GetAsync("/api/v1/me").OutcomeAsync());
        Assert.Equal("401 not-signed-in", await again.Client.GetAsync("/api/v1/me").OutcomeAsync());
    }

    private static async Task<List<JsonElement>> ListAsync(SignedIn signedIn)
    {
        using var response = await signedIn.Client.GetAsync(Sessions);
        Assert.Equal("200", await response.OutcomeAsync());
        return [.. (await response.JsonAsync()).GetProperty("items").EnumerateArray()];
    }

    private async Task<SignedIn> SignInAsync(string phone, string device = "Test/1.0")
    {
        var challengeId = await _api.RequestCodeAsync(phone);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/token");
        request.Content = JsonContent.Create(new { challengeId, code = await _api.CodeAsync(phone) });
        request.Headers.UserAgent.ParseAdd(device);
        using var response = await _api.Client.SendAsync(request);
        var tokens = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Tokens>())!;
        await _api.AdvanceAsync(TimeSpan.FromMinutes(5));
        return new SignedIn(phone, tokens, _api.As(tokens.AccessToken));
    }
}
