namespace Cashback.Cluster.Tests.Outages;

public sealed class SiloKilledTests
{
    private const int Subscribers = 20;
    private const int LinesEach = 50;
    private const int AtOnce = 16;
    private const string FivePercentShop = "ozon";
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    /// <summary>What the killed silo was doing is answered 503 within it.</summary>
    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(20);

    private sealed record Order(int Subscriber, string Line, decimal Sum)
    {
        public long Cashback => (long)Math.Round(Sum * 0.05m, 0, MidpointRounding.AwayFromZero);
    }

    /// <summary>
    /// 2 000 postbacks, each sent until it is answered 200, while one of two silos is killed and a third one comes:
    /// what was acknowledged is there, once.
    /// </summary>
    [Fact]
    public async Task Postbacks_answered_200_are_there_exactly_once_after_a_silo_was_killed()
    {
        var (cluster, silos) = await ClusterUnderTest.StartAsync(silos: 2);
        await using var _ = cluster;
        using var api = new ApiClient(cluster.Api.Url, cluster.Sms);
        using var bound = new CancellationTokenSource(Bound);
        var people = await Task.WhenAll(Enumerable.Range(0, Subscribers).Select(n => api.SignInAsync($"+791610000{n:D2}")));
        var clicks = await Task.WhenAll(people.Select(person => api.ClickAsync(person, FivePercentShop)));
        var orders = Enumerable.Range(0, Subscribers * LinesEach)
            .Select(n => new Order(n % Subscribers, $"{1000 + n}", 100 + n % 37 * 13.37m))
            .ToList();

        var acknowledged = 0;
        var repeated = 0;
        async Task SendAsync(IEnumerable<(Order Order, string Status)> postbacks) =>
            await Parallel.ForEachAsync(postbacks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = bound.Token },
                async (postback, cancellation) =>
            {
                var (order, status) = postback;
                var (result, attempts) = await api.PostbackAsync(order.Line, status, clicks[order.Subscriber], order.Sum, cancellation);
                Assert.Contains(result, (string[])["applied", "unchanged"]);
                Interlocked.Add(ref repeated, attempts - 1);
                Interlocked.Increment(ref acknowledged);
            });

        // Created and confirmed of one line are often under way together, and may arrive the wrong way round.
        var all = orders.SelectMany(order => new[] { (order, "new"), (order, "approved") }).ToList();
        var sending = SendAsync(all);
        await Support.Eventually.TrueAsync(() => Task.FromResult(acknowledged > all.Count / 4 || sending.IsCompleted), "a quarter is acknowledged", Bound);
        await silos[1].KillAsync();
        Assert.False(sending.IsCompleted, "The silo was to be killed while postbacks were under way.");
        var newcomer = cluster.StartSilo();
        await newcomer.ReadyAsync();
        await sending;

        Assert.Equal(all.Count, acknowledged);
        Assert.InRange(api.LongestWait, TimeSpan.Zero, AnswerBound);
        for (var n = 0; n < Subscribers; n++)
        {
            var expected = orders.Where(order => order.Subscriber == n).ToDictionary(order => $"admitad:{FivePercentShop}:{order.Line}", order => order.Cashback);
            var purchases = await api.PurchasesAsync(people[n]);

            Assert.Equal(
                expected.Keys.Order(StringComparer.Ordinal), purchases.Select(purchase => purchase.Id).Order(StringComparer.Ordinal));
            Assert.All(
                purchases,
                purchase => Assert.Equal(("confirmed", expected[purchase.Id], expected[purchase.Id]),
                    (purchase.Status, purchase.Cashback, purchase.Credited)));
            Assert.Equal(expected.Values.Sum(), await api.AccruedAsync(people[n]));
        }

        TestContext.Current.SendDiagnosticMessage($"{acknowledged} acknowledged, {repeated} sent again.");
    }
}
