namespace Cashback.Api.Tests.Postbacks;

/// <summary>The same order number and amount under another id waits for people, and people can say that it is another line.</summary>
public sealed class SameOrderTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Pushed_order_under_another_id_waits_until_operations_say_that_it_is_another_line()
    {
        var clicked = await Clicked.ByAsync(_api);
        var first = clicked.Message(("order_sum", "1000"));
        Assert.Equal("200", await _api.PostbackAsync(first).OutcomeAsync());

        using var again = await _api.PostbackAsync(clicked.Message(("order_sum", "1000"), ("order_id", first["order_id"])));
        var held = await again.JsonAsync();
        Assert.Equal(("quarantined", "same-order-other-line"), (held.GetProperty("result").GetString(), held.GetProperty("reason").GetString()));
        Assert.Equal(50, await AccruedAsync(clicked));

        using var operations = _api.Operator();
        var address = $"/ops/v1/quarantine/{held.GetProperty("quarantineId").GetString()}/replay";
        using var replayed = await operations.PostAsync(address, null);
        Assert.Equal("quarantined", (await replayed.JsonAsync()).GetProperty("lastReplay").GetProperty("result").GetString());
        using var accepted = await operations.PostAsync($"{address}?otherLine=true", null);
        Assert.Equal("applied", (await accepted.JsonAsync()).GetProperty("lastReplay").GetProperty("result").GetString());
        Assert.Equal(100, await AccruedAsync(clicked));
    }

    [Fact]
    public async Task Lines_of_one_order_with_different_amounts_are_purchases_of_their_own()
    {
        var clicked = await Clicked.ByAsync(_api);
        var first = clicked.Message(("order_sum", "1000"));

        var answers = await Batch.SendAsync(
            _api, Batch.LineOf(first), Batch.LineOf(clicked.Message(("order_sum", "1001"), ("order_id", first["order_id"]))));

        Assert.Equal(["1 applied", "2 applied"], answers.Select(Batch.Said));
    }

    private static async Task<long> AccruedAsync(Clicked clicked) =>
        (await (await clicked.Subscriber.Client.GetAsync("/api/v1/me")).JsonAsync()).GetProperty("balance").GetProperty("accruedThisMonth").GetInt64();
}
