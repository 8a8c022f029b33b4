using Cashback.Payouts;

namespace Cashback.Gateways.Tests;

public class SandboxTests
{
    private static readonly Phone Number = new("+79161234567");
    private readonly SandboxControls _controls = new();
    private readonly SandboxBilling _billing;

    public SandboxTests() => _billing = new SandboxBilling(_controls);

    [Fact]
    public async Task Same_key_is_topped_up_once_even_if_the_request_arrives_twice()
    {
        _controls.Billing.DeliverTwice(true);

        Assert.Equal(new PayoutAnswer(true), await TopUpAsync("k1", 300));
        Assert.Equal(new PayoutAnswer(true), await TopUpAsync("k1", 300));

        var entry = Assert.Single(_billing.Book);
        Assert.Equal((300, 4), (entry.Amount, entry.Requests));
    }

    [Fact]
    public async Task Same_key_for_another_top_up_is_refused_loudly()
    {
        await TopUpAsync("k1", 300);

        await Assert.ThrowsAsync<InvalidOperationException>(() => TopUpAsync("k1", 301));
    }

    [Fact]
    public async Task Set_to_fail_it_does_nothing_and_set_to_lose_answers_it_does_it_once()
    {
        _controls.Billing.FailNext(1);
        await Assert.ThrowsAsync<HttpRequestException>(() => TopUpAsync("k1", 300));
        Assert.Empty(_billing.Book);

        _controls.Billing.LoseAnswers(1);
        await Assert.ThrowsAsync<HttpRequestException>(() => TopUpAsync("k1", 300));
        Assert.Single(_billing.Book);

        Assert.True((await TopUpAsync("k1", 300)).Paid);
        Assert.Single(_billing.Book);
        Assert.Equal(3, _controls.Billing.Calls);
    }

    [Fact]
    public async Task First_answer_stays_whatever_it_is_told_later()
    {
        _controls.Billing.Refuse("closed");
        await TopUpAsync("k1", 300);
        _controls.Billing.Refuse(null);

        Assert.Equal(new PayoutAnswer(false, "closed"), await TopUpAsync("k1", 300));
    }

    [Fact]
    public async Task Slow_gateway_can_be_given_up_on()
    {
        _controls.Billing.SlowDown(TimeSpan.FromMinutes(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _billing.TopUpAsync("k1", Number, 300, patience.Token));

        Assert.Empty(_billing.Book);
    }

    [Fact]
    public void Outbox_lists_the_newest_first_and_takes_each_message_once()
    {
        var outbox = new SandboxOutbox();

        Assert.True(outbox.Add("m1", Letter("+79161234567", "one")));
        Assert.True(outbox.Add("m2", Letter("+79261234567", "two")));
        Assert.False(outbox.Add("m1", Letter("+79161234567", "one again")));
        Assert.True(outbox.Add("m3", Letter("+79161234567", "three")));

        Assert.Equal(["three", "two", "one"], outbox.List().Select(letter => letter.Text));
        Assert.Equal(["three", "one"], outbox.List("+79161234567").Select(letter => letter.Text));
        Assert.Equal(["three"], outbox.List(limit: 1).Select(letter => letter.Text));
    }

    [Fact]
    public void Outbox_keeps_the_last_ten_thousand()
    {
        var outbox = new SandboxOutbox();
        for (var i = 0; i < 10_005; i++)
        {
            outbox.Add($"m{i}", Letter("+79161234567", $"{i}"));
        }

        var all = outbox.List(limit: int.MaxValue);
        Assert.Equal((10_000, "10004", "5"), (all.Count, all[0].Text, all[^1].Text));
    }

    private Task<PayoutAnswer> TopUpAsync(string key, long amount) => _billing.TopUpAsync(key, Number, amount, CancellationToken.None);

    private static SandboxLetter Letter(string to, string text) => new(DateTimeOffset.UnixEpoch, "sms", to, text);
}
