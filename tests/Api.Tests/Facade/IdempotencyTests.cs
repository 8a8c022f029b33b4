using System.Net.Http.Json;
using Cashback.Api.Tests.Account;
using Cashback.Idempotency;
using Cashback.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Facade;

/// <summary>Idempotency-Key, at a route that takes one and answers whatever the store holds.</summary>
public sealed class IdempotencyTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task The_same_key_with_the_same_body_gives_the_first_answer_again()
    {
        var key = NewKey();
        using var first = await ReverseAsync(key, "a reason");
        using var second = await ReverseAsync(key, "a reason");
        using var quoted = await ReverseAsync($"\"{key}\"", "a reason");

        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        foreach (var again in (HttpResponseMessage[])[second, quoted])
        {
            Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
            Assert.Equal(first.StatusCode, again.StatusCode);
            Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
            Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var key = NewKey();
        using var first = await ReverseAsync(key, "a reason");
        Assert.Equal("422 idempotency-key-reused", await ReverseAsync(key, "another reason").OutcomeAsync());
    }

    [Fact]
    public async Task The_same_key_with_another_query_is_refused()
    {
        using var operations = _api.Operator();
        var key = NewKey();
        async Task<HttpResponseMessage> AskAsync(string query)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/ops/v1/purchases/admitad:store:1/reversal{query}");
            request.Headers.Add("Idempotency-Key", key);
            request.Content = JsonContent.Create(new { subscriberId = "01ARZ3NDEKTSV4RRFFQ69G5FAV", reason = "a reason" });
            return await operations.SendAsync(request);
        }

        Assert.Equal("404 not-found", await AskAsync("?from=2026-11-01").OutcomeAsync());
        Assert.Equal("404 not-found", await AskAsync("?from=2026-11-01").OutcomeAsync());
        Assert.Equal("422 idempotency-key-reused", await AskAsync("?from=2026-11-02").OutcomeAsync());
    }

    /// <summary>A process that is killed neither completes its request nor says any more that it works on it.</summary>
    [Fact]
    public async Task Request_whose_process_died_is_answered_elsewhere_within_seconds_with_what_it_had_done()
    {
        var subscriber = await _api.SignInAsync();
        var (key, goal) = (NewKey(), new { type = "smartphone", target = 5_000 });
        var body = System.Text.Json.JsonSerializer.Serialize(goal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/goals");
        request.Content = Account.Shopping.Json(body);
        request.Headers.Add("Idempotency-Key", key);

        // What the process had done when it died: it had begun, and the goal is made; the answer was neither kept nor given.
        var grains = _api.Services.GetRequiredService<IGrainFactory>();
        var fingerprint = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("\n" + body)));
        var grain = grains.GetGrain<IIdempotencyGrain>(GrainKeys.Idempotency($"sub-{subscriber.Tokens.SubscriberId}", HashOf($"POST /api/v1/me/goals {key}")));
        Assert.Equal(IdempotencyStep.Run, (await grain.BeginAsync(fingerprint)).Step);
        var made = await grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(subscriber.Tokens.SubscriberId))
            .AddGoalAsync(new NewGoal(GoalType.Smartphone, null, null, 5_000, RequestId: HashOf(key)));

        using var answer = await subscriber.Client.SendAsync(request);

        Assert.Equal("201", await answer.OutcomeAsync());
        var shown = await answer.JsonAsync();
        Assert.Equal((made.Value!.Id, "smartphone", 5_000), (shown.Text("id"), shown.Text("type"), shown.Number("target")));
        Assert.Equal(2, (await subscriber.Client.ReadAsync("/api/v1/me/goals")).Items().Count);
    }

    [Fact]
    public async Task A_key_belongs_to_one_address()
    {
        var key = NewKey();
        using var first = await ReverseAsync(key, "a reason");
        using var other = await ReverseAsync(key, "a reason", "admitad:other:2");
        Assert.False(other.Headers.Contains("Idempotency-Replayed"));
    }

    [Theory]
    [InlineData(129)]
    [InlineData(1000)]
    public async Task A_key_that_is_too_long_is_refused(int length)
    {
        using var response = await ReverseAsync(new string('k', length), "a reason");
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal(["Idempotency-Key"], await response.FieldsAsync());
    }

    /// <summary>Whoever adds a POST decides: a key, or a line here that says why none is needed.</summary>
    [Fact]
    public async Task Every_post_takes_a_key_and_says_so_except_where_a_repetition_is_none()
    {
        Dictionary<string, string> without = new()
        {
            ["/api/v1/auth/otp"] = "a code is limited by number, not by request",
            ["/api/v1/auth/token"] = "a code works once",
            ["/api/v1/auth/gateway"] = "a header works once",
            ["/api/v1/auth/refresh"] = "ADR 11",
            ["/api/v1/auth/logout"] = "out is out",
            ["/api/v1/auth/proofs"] = "a code is limited by number, not by request",
            ["/api/v1/auth/proofs/{proofId}"] = "a code works once",
            ["/api/v1/auth/undo"] = "undone is undone",
            ["/api/v1/me/email/code"] = "a code is limited by number, not by request",
            ["/api/v1/me/email/confirmation"] = "confirmed is confirmed",
            ["/api/v1/me/clicks"] = "each click is another one",
            ["/pos/v1/certificates/lookup"] = "changes nothing",
            ["/postbacks/{network}"] = "an order line is known by its id",
            ["/postbacks/{network}/batch"] = "an order line is known by its id",
            ["/postbacks/{network}/{key}"] = "an order line is known by its id",
            ["/postbacks/{network}/{key}/batch"] = "an order line is known by its id",
            ["/ops/v1/subscribers/search"] = "changes nothing",
            ["/ops/v1/stores/import"] = "the file's rows are put as they are",
            ["/ops/v1/card-transactions/import"] = "a transaction is known by its id",
            ["/ops/v1/reconciliations"] = "an order line is known by its id, and the file may have any length",
            ["/ops/v1/networks/{network}/check"] = "changes nothing",
            ["/ops/v1/campaigns/{campaignId}/end"] = "ended is ended",
            ["/ops/v1/promotions/{promotionId}/end"] = "ended is ended",
            ["/dev/clock/advance"] = "development only",
        };
        var posts = (await Route.AllAsync(_api)).Where(route => route.Method == HttpMethod.Post).ToList();
        Assert.Equal(without.Keys.Order(), posts.Where(route => !route.TakesKey).Select(route => route.Template).Order());
        Assert.Contains(posts, route => route.TakesKey);
    }

    [Fact]
    public async Task Key_of_a_shop_whose_answer_was_lost_is_shown_again_and_not_made_twice()
    {
        using var operations = _api.Operator();
        using var made = await operations.PutAsJsonAsync("/ops/v1/shops/lost-answer", new { name = "Lost answer" });
        var key = NewKey();
        async Task<string> MakeAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/ops/v1/shops/lost-answer/keys");
            request.Headers.Add("Idempotency-Key", key);
            using var response = await operations.SendAsync(request);
            Assert.Equal(201, (int)response.StatusCode);
            return await response.Content.ReadAsStringAsync();
        }

        Assert.Equal(await MakeAsync(), await MakeAsync());
        var shop = await operations.GetFromJsonAsync<System.Text.Json.JsonElement>("/ops/v1/shops/lost-answer");
        Assert.Equal(1, shop.GetProperty("keys").GetArrayLength());
    }

    [Fact]
    public async Task The_twin_of_a_request_in_flight_is_told_to_ask_again()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        var release = new TaskCompletionSource();
        api.Faults.Hold(StateNames.QuarantineRun, release.Task);
        Task<HttpResponseMessage> SendAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/ops/v1/quarantine/runs") { Content = JsonContent.Create(new { action = "replay", network = "admitad" }) };
            request.Headers.Add("Idempotency-Key", "twins");
            return operations.SendAsync(request);
        }

        // Of two at once one is worked on; whichever it is, the other one is answered while that one waits.
        Task<HttpResponseMessage>[] twins = [SendAsync(), SendAsync()];
        using (var second = await await Task.WhenAny(twins).WaitAsync(TimeSpan.FromSeconds(20)))
        {
            Assert.Equal("409 request-in-flight", await second.OutcomeAsync());
            Assert.NotNull(second.Headers.RetryAfter);
        }

        release.SetResult();
        var outcomes = (await Task.WhenAll(twins)).Select(twin => (int)twin.StatusCode);
        Assert.Equal([202, 409], outcomes.Order());
        using var again = await SendAsync();
        Assert.Equal(202, (int)again.StatusCode);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
    }

    private async Task<HttpResponseMessage> ReverseAsync(string key, string reason, string purchaseId = "admitad:store:1")
    {
        using var operations = _api.Operator();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/ops/v1/purchases/{purchaseId}/reversal");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Content = JsonContent.Create(new { subscriberId = "01ARZ3NDEKTSV4RRFFQ69G5FAV", reason });
        return await operations.SendAsync(request);
    }

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    // The number's source is as good as any for what no other test has.
    private static string NewKey() => "key-" + TestApi.NewNumber()[1..];
}
