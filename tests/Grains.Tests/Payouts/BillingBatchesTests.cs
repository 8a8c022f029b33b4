using Cashback.Payouts;

namespace Cashback.Grains.Tests.Payouts;

/// <summary>Top-ups that wait are joined into requests, and each of them goes out.</summary>
public sealed class BillingBatchesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Every_top_up_is_in_one_request_and_none_is_forgotten(int size)
    {
        var billing = new CountingBilling();
        using var batches = new BillingBatches(billing, size);

        var calls = Enumerable.Range(0, 20_000).Select(n => Task.Run(() => batches.TopUpAsync(
            new TopUp($"payout-{n}", new Phone("+79161234567"), 100))));

        Assert.All(await Task.WhenAll(calls).WaitAsync(TimeSpan.FromMinutes(1)), answer => Assert.True(answer.Paid));
        Assert.Equal(20_000, billing.TopUps);
        Assert.Equal(size, billing.Largest);
    }

    private sealed class CountingBilling : IBillingBatch
    {
        private int _topUps;

        public int TopUps => _topUps;

        public int Largest { get; private set; }

        public async Task<IReadOnlyDictionary<string, PayoutAnswer>> TopUpAsync(IReadOnlyList<TopUp> topUps, CancellationToken cancellation)
        {
            await Task.Yield();
            Interlocked.Add(ref _topUps, topUps.Count);
            Largest = Math.Max(Largest, topUps.Count);
            return topUps.ToDictionary(topUp => topUp.IdempotencyKey, _ => new PayoutAnswer(true));
        }
    }
}
