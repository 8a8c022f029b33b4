using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Outages;

public sealed class ShutdownTests
{
    private const int AtOnce = 16;
    private const int Enough = 200;

    /// <summary>SIGTERM while postbacks are under way: each that was taken up is answered, and what was answered 200 is there.</summary>
    [Fact]
    public async Task Requests_in_flight_at_the_end_are_answered_and_what_was_acknowledged_is_durable()
    {
        var folder = Directory.CreateTempSubdirectory("cashback-test-").FullName;
        await using var api = Start(folder);
        await api.ReadyAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce }) { BaseAddress = api.Url };

        // A click nobody knows: each message is a write of its own, kept under an id that the answer tells.
        var kept = new System.Collections.Concurrent.ConcurrentBag<string>();
        var cut = new System.Collections.Concurrent.ConcurrentBag<string>();
        var line = 0;
        async Task SendAsync()
        {
            while (true)
            {
                try
                {
                    var id = Interlocked.Increment(ref line);
                    using var answer = await http.GetAsync(
                        $"/postbacks/admitad/sample-admitad-key?admitad_id={id}&payment_status=new&subid=nobody&order_sum=1&currency=RUB");
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        kept.Add((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("quarantineId").GetString()!);
                    }
                    else if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                    {
                        cut.Add($"{id}: {(int)answer.StatusCode}");
                    }
                }
                catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
                {
                    return;
                }
                catch (HttpRequestException e)
                {
                    cut.Add(e.Message);
                    return;
                }
            }
        }

        var sending = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => SendAsync()));
        await Eventually.TrueAsync(() => Task.FromResult(kept.Count > Enough), "postbacks are under way", TimeSpan.FromMinutes(2));
        Assert.Equal(0, await api.TerminateAsync());
        await sending;
        Assert.Empty(cut);

        await using var again = Start(folder);
        await again.ReadyAsync();
        using var operations = new HttpClient { BaseAddress = again.Url };
        operations.DefaultRequestHeaders.Add("X-Api-Key", "sample-ops-key");
        foreach (var id in kept)
        {
            using var entry = await operations.GetAsync($"/ops/v1/quarantine/{id}");
            Assert.Equal(HttpStatusCode.OK, entry.StatusCode);
        }
    }

    private static ProcessHost Start(string folder) => ProcessHost.Start("Api", new Dictionary<string, string>
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Cashback__Storage__Data"] = folder,
        ["Cashback__Facade__Limits__UnattributablePerSecond"] = "100000",
        ["Cashback__Facade__Limits__OperationsPerMinute"] = "1000000",
    });
}
