using System.Globalization;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Outages;

public sealed class DatabaseAwayTests
{
    private const int Subscribers = 10;
    private const int LinesEach = 60;
    private const int Unknown = 100;
    private const int AtOnce = 32;
    private const string FivePercentShop = "ozon";
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    private sealed record Word(string Line, string Status, string Click, decimal Sum);

    /// <summary>How long the database is away: CASHBACK_TEST_OUTAGE, in seconds; five if not said.</summary>
    private static TimeSpan Outage =>
        TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("CASHBACK_TEST_OUTAGE") ?? "5", CultureInfo.InvariantCulture));

    /// <summary>
    /// PostgreSQL crashes under full load and comes back later: meanwhile networks are told 503 and when to come back;
    /// they repeat, and in the end everything is there once.
    /// </summary>
    [Fact]
    public async Task Database_that_is_away_under_load_costs_no_postback_and_counts_none_twice()
    {
        await using var postgres = await LocalPostgres.StartOwnAsync();
        var (cluster, _) = await ClusterUnderTest.StartAsync(silos: 1, await postgres.CreateDatabaseAsync());
        await using var ending = cluster;
        using var api = new ApiClient(cluster.Api.Url, cluster.Sms);
        using var bound = new CancellationTokenSource(Bound);
        var people = await Task.WhenAll(Enumerable.Range(0, Subscribers).Select(n => api.SignInAsync($"+791620000{n:D2}")));
        var clicks = await Task.WhenAll(people.Select(person => api.ClickAsync(person, FivePercentShop)));
        var words = Enumerable.Range(0, Subscribers * LinesEach)
            .SelectMany(n => (string[])["new", "approved"], (n, status) => new Word($"{1000 + n}", status, clicks[n % Subscribers], 100 + n % 37))
            .Concat(Enumerable.Range(0, Unknown).Select(n => new Word($"{9_000_000 + n}", "approved", $"forged{n}", 100)))
            .OrderBy(word => Convert.ToInt32(word.Line[^2..], CultureInfo.InvariantCulture)).ToList();

        var acknowledged = 0;
        var sending = Parallel.ForEachAsync(
            words, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = bound.Token }, async (word, cancellation) =>
        {
            var (result, _) = await api.PostbackAsync(word.Line, word.Status, word.Click, word.Sum, cancellation);
            Assert.Contains(result, word.Line.Length == 7 ? (string[])["quarantined"] : ["applied", "unchanged"]);
            Interlocked.Increment(ref acknowledged);
        });
        await Eventually.TrueAsync(() => Task.FromResult(acknowledged > words.Count / 5 || sending.IsCompleted), "a fifth is acknowledged", Bound);
        await postgres.CrashAsync();
        Assert.False(sending.IsCompleted, "The database was to crash while postbacks were under way.");
        await Eventually.TrueAsync(() => Task.FromResult(api.Refusals.All > AtOnce || sending.IsCompleted), "networks are told 503", Bound);
        await Task.WhenAny(sending, Task.Delay(Outage, bound.Token));
        await postgres.RestartAsync();
        await sending;

        Assert.Equal(words.Count, acknowledged);
        Assert.Equal(0, api.Refusals.WithoutRetryAfter);
        Assert.Equal(Unknown, await api.QuarantinedAsync());
        for (var n = 0; n < Subscribers; n++)
        {
            var expected = words.Where(word => word.Click == clicks[n] && word.Status == "approved")
                .ToDictionary(word => $"admitad:{FivePercentShop}:{word.Line}", word => (long)Math.Round(word.Sum * 0.05m, 0, MidpointRounding.AwayFromZero));
            var purchases = await api.PurchasesAsync(people[n]);

            Assert.Equal(
                expected.Keys.Order(StringComparer.Ordinal), purchases.Select(purchase => purchase.Id).Order(StringComparer.Ordinal));
            Assert.All(purchases, purchase => Assert.Equal(("confirmed", expected[purchase.Id]), (purchase.Status, purchase.Credited)));
            Assert.Equal(expected.Values.Sum(), await api.AccruedAsync(people[n]));
        }
    }
}
