using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Auth;

namespace Cashback.Api.Tests.Account;

public sealed class GoalTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Goals_are_added_changed_reordered_and_removed()
    {
        var subscriber = await _api.SignInAsync();
        var me = subscriber.Client;
        var own = (await me.ReadAsync("/api/v1/me/goals")).Items().Single().Text("id");
        var stranger = TestApi.NewNumber();
        await _api.ProveAsync(subscriber, $"goal:{stranger}");
        var phone = await AddAsync(me, new { type = "topUp", phone = stranger, monthlyLimit = 300 });
        var smartphone = await AddAsync(me, new { type = "smartphone", target = 5000, priority = 1 });
        Assert.Equal([smartphone, own, phone], await OrderAsync(me));

        using var changed = await me.PatchAsync($"/api/v1/me/goals/{phone}", Shopping.Json("""{"monthlyLimit":null}"""));
        Assert.False((await changed.EnsureSuccessStatusCode().JsonAsync()).TryGetProperty("monthlyLimit", out _));

        using var reordered = await me.PutAsJsonAsync("/api/v1/me/goals/order", new { ids = new[] { phone, own, smartphone } });
        Assert.Equal([1, 2, 3], (await reordered.EnsureSuccessStatusCode().JsonAsync()).Items().Select(goal => goal.Number("priority")));
        Assert.Equal([phone, own, smartphone], await OrderAsync(me));

        using var removed = await me.DeleteAsync(new Uri($"/api/v1/me/goals/{own}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal([phone, smartphone], await OrderAsync(me));
    }

    [Fact]
    public async Task The_last_goal_stays()
    {
        var me = (await _api.SignInAsync()).Client;
        var only = (await OrderAsync(me)).Single();
        Assert.Equal("409 last-goal", await me.DeleteAsync(new Uri($"/api/v1/me/goals/{only}", UriKind.Relative)).OutcomeAsync());
    }

    [Fact]
    public async Task A_guest_saves_for_a_smartphone()
    {
        var me = (await _api.SignInAsync(TestApi.NewNumber("903"))).Client;
        Assert.Equal("smartphone", (await me.ReadAsync("/api/v1/me/goals")).Items().Single().Text("type"));
    }

    [Theory]
    [InlineData("""{"type":"topUp","phone":"NEW","monthlyLimit":0}""", "422 invalid-goal", "monthlyLimit")]
    [InlineData("""{"type":"topUp","phone":"NEW","monthlyLimit":-1}""", "422 invalid-goal", "monthlyLimit")]
    [InlineData("""{"type":"topUp","phone":"NEW","priority":0}""", "422 invalid-goal", "priority")]
    [InlineData("""{"type":"topUp","phone":"NEW","priority":9}""", "422 invalid-goal", "priority")]
    [InlineData("""{"type":"topUp","phone":"+79037654321"}""", "422 invalid-goal", "phone")]
    [InlineData("""{"type":"topUp"}""", "422 invalid-goal", "phone")]
    [InlineData("""{"type":"smartphone","target":0}""", "422 invalid-goal", "target")]
    [InlineData("""{"type":"topUp","phone":"OWN"}""", "409 duplicate-goal", "phone")]
    [InlineData("""{"type":"topUp","phone":"+77011234567"}""", "400 invalid-request", "phone")]
    [InlineData("""{"type":"topUp","phone":"NEW","monthlyLimit":"300"}""", "400 invalid-request", "monthlyLimit")]
    [InlineData("""{"type":"topUp","phone":"NEW","monthlyLimit":1e400}""", "400 invalid-request", "monthlyLimit")]
    [InlineData("""{"type":"topUp","phone":"NEW","monthlyLimit":1.5}""", "400 invalid-request", "monthlyLimit")]
    [InlineData("""{"type":"car"}""", "400 invalid-request", "type")]
    [InlineData("""{"type":0}""", "400 invalid-request", "type")]
    [InlineData("""{"phone":"NEW"}""", "400 invalid-request", "type")]
    public async Task A_goal_that_makes_no_sense_is_refused_with_its_field(string body, string outcome, string field)
    {
        var subscriber = await _api.SignInAsync();
        body = body.Replace("NEW", TestApi.NewNumber(), StringComparison.Ordinal).Replace("OWN", subscriber.Phone, StringComparison.Ordinal);
        using var response = await subscriber.Client.PostAsync("/api/v1/me/goals", Shopping.Json(body));
        Assert.Equal(outcome, await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
        Assert.Single(await OrderAsync(subscriber.Client));
    }

    [Theory]
    [InlineData("""{"ids":[]}""", "422 invalid-goal")]
    [InlineData("""{"ids":["g1","g1"]}""", "422 invalid-goal")]
    [InlineData("""{"ids":["g2"]}""", "422 invalid-goal")]
    [InlineData("""{"ids":[null]}""", "400 invalid-request")]
    [InlineData("""{"ids":"g1"}""", "400 invalid-request")]
    [InlineData("{}", "400 invalid-request")]
    public async Task An_order_that_does_not_name_every_goal_once_is_refused(string body, string outcome)
    {
        var me = (await _api.SignInAsync()).Client;
        using var response = await me.PutAsync("/api/v1/me/goals/order", Shopping.Json(body));
        Assert.Equal(outcome, await response.OutcomeAsync());
        Assert.StartsWith("ids", Assert.Single(await response.FieldsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_goal_is_not_found()
    {
        var me = (await _api.SignInAsync()).Client;
        Assert.Equal("404 unknown-goal", await me.DeleteAsync(new Uri("/api/v1/me/goals/g9", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("404 unknown-goal", await me.PatchAsJsonAsync("/api/v1/me/goals/g9", new { priority = 1 }).OutcomeAsync());
    }

    private static async Task<string> AddAsync(HttpClient me, object goal)
    {
        using var response = await me.PostAsJsonAsync("/api/v1/me/goals", goal);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.JsonAsync()).Text("id");
    }

    private static async Task<IReadOnlyList<string>> OrderAsync(HttpClient me) =>
        [.. (await me.ReadAsync("/api/v1/me/goals")).Items().Select((JsonElement goal) => goal.Text("id"))];
}
