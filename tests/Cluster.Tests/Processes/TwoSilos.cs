namespace Cashback.Cluster.Tests.Processes;

/// <summary>Two processes on one PostgreSQL, shared by the tests in which the same is asked of both at the same moment.</summary>
public sealed class TwoSilos : IAsyncLifetime
{
    private ClusterUnderTest _cluster = null!;
    private IReadOnlyList<ApiClient> _both = [];

    internal ClusterUnderTest Cluster => _cluster;

    /// <summary>Either of them.</summary>
    internal ApiClient Api => _both[0];

    public async ValueTask InitializeAsync()
    {
        (_cluster, var processes) = await ClusterUnderTest.StartPairAsync();
        _both = [.. processes.Select(process => new ApiClient(process.Url, _cluster.Sms))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var api in _both)
        {
            api.Dispose();
        }

        await _cluster.DisposeAsync();
    }

    /// <summary>So many questions at the same moment, every other one to the other process.</summary>
    internal Task<Answer[]> AtOnceAsync(int times, Func<ApiClient, int, Task<Answer>> ask) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(n => ask(_both[n % 2], n)));

    /// <summary>One whose purchase has been confirmed.</summary>
    internal async Task<SignedIn> EarnerAsync(string line, long bonuses, object? wish = null)
    {
        var subscriber = await Api.RegisterAsync(wish: wish);
        var click = await Api.ClickAsync(subscriber, "ozon");
        await Api.SendJsonAsync(HttpMethod.Get, ApiClient.Postback(line, "approved", click, bonuses * 20), null);
        return subscriber;
    }
}

[CollectionDefinition(nameof(TwoSilos))]
public sealed class TwoSilosCollection : ICollectionFixture<TwoSilos>;
