using Cashback.Support;

namespace Cashback.Cluster.Tests.Outages;

/// <summary>A process dies in the middle of what it was doing: nobody is told twice, and no client is told that it failed.</summary>
public sealed class ProcessKilledTests
{
    private const int People = 24;
    private const string Goals = "/api/v1/me/goals";
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>The SMS are at the service, which has not answered yet, when one of the two silos that sent them is killed.</summary>
    [Fact]
    public async Task News_under_way_in_a_silo_that_was_killed_goes_out_once()
    {
        var (cluster, silos) = await ClusterUnderTest.StartAsync(silos: 2);
        await using var _ = cluster;
        using var api = new ApiClient(cluster.Api.Url, cluster.Sms);
        var people = await PeopleAsync(api);
        var answered = new TaskCompletionSource();
        cluster.Sms.Hold(answered.Task);
        await Task.WhenAll(people.Select(async (person, n) =>
        {
            var click = await api.ClickAsync(person.Who, "ozon");
            await api.PostbackAsync($"{9_000 + n}", "approved", click, 1_000, CancellationToken.None);
        }));
        await Eventually.TrueAsync(() => Task.FromResult(cluster.Sms.Inside == People), "every SMS is at the service", Bound);

        await silos[1].KillAsync();
        answered.SetResult();

        // Asking for the account wakes those of the dead silo, and what they still have to tell.
        await Eventually.TrueAsync(
            async () =>
            {
                await Task.WhenAll(people.Select(person => api.AskAsync(HttpMethod.Get, "/api/v1/me", null, person.Who.Header)));
                var states = await Task.WhenAll(people.Select(person => StateAsync(api, person.Who)));
                return Array.TrueForAll(states, state => state == "sent");
            },
            "every message is known to be sent",
            Bound);
        Assert.All(people, person => Assert.Single(cluster.Sms.To(person.Phone)));
    }

    /// <summary>Requests with a key are under way in one API when it is killed; the same ones are then sent to the other.</summary>
    [Fact]
    public async Task Request_of_an_api_that_was_killed_is_answered_by_another_with_what_was_made()
    {
        var (cluster, _) = await ClusterUnderTest.StartAsync(silos: 1);
        await using var all = cluster;
        var second = cluster.StartApi();
        await second.ReadyAsync();
        using var api = new ApiClient(cluster.Api.Url, cluster.Sms);
        using var killed = new ApiClient(second.Url, cluster.Sms);
        var people = await PeopleAsync(api);
        var firstAnswer = new TaskCompletionSource();
        var unanswered = 0;
        var asking = Parallel.ForEachAsync(people.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (person, _) =>
        {
            try
            {
                await AddGoalAsync(killed, person.Item.Who, person.Index);
                firstAnswer.TrySetResult();
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref unanswered);
            }
        });
        await firstAnswer.Task.WaitAsync(Bound);
        await second.KillAsync();
        await asking;
        Assert.InRange(unanswered, 1, People - 1);

        var again = await Task.WhenAll(people.Select((person, n) => AddGoalAsync(api, person.Who, n)));
        Assert.All(again, answer => Assert.True(answer.Outcome == "201", $"{answer.Outcome} {answer.Body}"));
        foreach (var person in people)
        {
            var goals = (await api.ReadAsync(Goals, person.Who.Header)).GetProperty("items").EnumerateArray();
            Assert.Single(goals, goal => goal.GetProperty("type").GetString() == "smartphone");
        }
    }

    private static Task<Answer> AddGoalAsync(ApiClient api, SignedIn who, int n) =>
        api.AskAsync(HttpMethod.Post, Goals, new { type = "smartphone" }, who.Header, ("Idempotency-Key", $"goal-{n}"));

    private static async Task<(string Phone, SignedIn Who)[]> PeopleAsync(ApiClient api) => await Task.WhenAll(
        Enumerable.Range(0, People).Select(async _ =>
    {
        var phone = Gateway.NewPhone();
        return (phone, await api.RegisterAsync(phone));
    }));

    /// <summary>Of the one message to this subscriber; null: it can't be said now.</summary>
    private static async Task<string?> StateAsync(ApiClient api, SignedIn who)
    {
        var answer = await api.AskAsync(HttpMethod.Get, $"/ops/v1/subscribers/{who.SubscriberId}/messages", null, ApiClient.Operator);
        return answer.Ok && answer.Json.GetProperty("items").EnumerateArray().ToArray() is [var message]
            ? message.GetProperty("status").GetString()
            : null;
    }
}
