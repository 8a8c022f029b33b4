using System.Net.Http.Json;

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

    // The number's source is as good as any for what no other test has.
    private static string NewKey() => "key-" + TestApi.NewNumber()[1..];
}
