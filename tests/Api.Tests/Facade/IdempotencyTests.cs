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
