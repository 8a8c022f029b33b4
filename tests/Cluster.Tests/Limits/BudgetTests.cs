using System.Globalization;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Limits;

/// <summary>
/// First purchases and sold devices at both silos, one of which is killed: each budget is used up, to the last reward that
/// fits, and never exceeded, nor is the day's limit of messages. Whoever was not answered asks again, whichever silo answers.
/// </summary>
public sealed class BudgetTests : IAsyncLifetime
{
    private const int Comers = 150;
    private const int Rewards = 20;
    private const long Reward = 1_350;
    private const int AtOnce = 8;
    private const int Messages = 50;
    private const string Model = "44444446";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _bound = new(Bound);
    private ClusterUnderTest _cluster = null!;
    private IReadOnlyList<ProcessHost> _processes = [];
    private ApiClient[] _both = [];

    private ApiClient Api => _both[0];

    public async ValueTask InitializeAsync()
    {
        (_cluster, _processes) = await ClusterUnderTest.StartPairAsync(("Cashback__Programme__SmsPartsPerDay", $"{Messages}"));
        _both = [.. _processes.Select(process => new ApiClient(process.Url, _cluster.Sms))];
    }

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_both, api => api.Dispose());
        await _cluster.DisposeAsync();
        _bound.Dispose();
    }

    [Fact]
    public async Task Budgets_are_used_up_and_not_exceeded_though_a_silo_is_killed()
    {
        await Api.SendJsonAsync(
            HttpMethod.Put,
            "/ops/v1/campaigns/hello",
            new { name = "Hello", welcome = new { minAmount = Till.Rubles("20"), reward = Reward, budget = (Rewards * Reward) + 1_000 } },
            ApiClient.Operator);
        await Api.PutDevicePromotionAsync("devices", Model, (Rewards * Till.Reward) + Till.Reward - 1);
        var people = await Task.WhenAll(Enumerable.Range(0, Comers).Select(_ => Api.RegisterAsync()));
        var clicks = await Task.WhenAll(people.Select(person => Api.ClickAsync(person, "ozon")));
        var imeis = Enumerable.Range(0, Comers).Select(_ => Till.NewImei(Model)).ToList();
        var till = await Api.NewTillAsync("till");

        var answered = 0;
        async ValueTask CountedAsync(int n, Func<ApiClient, Task<Answer>> ask, params IReadOnlyCollection<string> finals)
        {
            await AnsweredAsync(n, ask, finals);
            Interlocked.Increment(ref answered);
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = _bound.Token };
        var sending = Task.WhenAll(
            Parallel.ForAsync(0, Comers, options, (n, _) => CountedAsync(
                n, api => api.AskAsync(HttpMethod.Get, ApiClient.Postback($"{n}", "approved", clicks[n], 100), null), "200")),
            Parallel.ForAsync(0, Comers, options, (n, _) => CountedAsync(
                n, api => api.ReportSaleAsync(imeis[n], till), "200", "202", "409 budget-exhausted")));
        await Eventually.TrueAsync(() => Task.FromResult(answered > Comers / 10 || sending.IsCompleted), "some are answered", Bound);
        await _processes[1].KillAsync();
        Assert.False(sending.IsCompleted, "The silo was to be killed while purchases and sales were coming in.");
        await sending;

        await Eventually.TrueAsync(async () => await RewardedAsync(people) == Rewards, "the rewards are credited", Bound);
        var welcome = (await Api.ReadAsync("/ops/v1/campaigns/hello", ApiClient.Operator)).GetProperty("welcome");
        Assert.Equal(Rewards * Reward, welcome.GetProperty("reserved").GetInt64());
        var accrued = await Task.WhenAll(people.Select(Api.AccruedAsync));
        Assert.Equal((Rewards * (Reward + 5)) + ((Comers - Rewards) * 5), accrued.Sum());

        await Eventually.TrueAsync(async () => await SpentOnDevicesAsync() == Rewards * Till.Reward, "the devices' rewards are paid", Bound);
        Assert.Equal(Enumerable.Repeat((decimal)Till.Reward, Rewards), _cluster.Wallet.PaidFor(imeis));
        Assert.InRange(_cluster.Sms.Count, 1, Messages);
    }

    private async Task AnsweredAsync(int n, Func<ApiClient, Task<Answer>> ask, IReadOnlyCollection<string> finals)
    {
        for (var attempt = n; ; attempt++)
        {
            try
            {
                var answer = await ask(_both[attempt % 2]);
                if (finals.Contains(answer.Outcome))
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // That silo is the killed one.
            }

            await Task.Delay(Pause, _bound.Token);
        }
    }

    private async Task<int> RewardedAsync(IEnumerable<SignedIn> people)
    {
        var answers = await Task.WhenAll(people.Select(person => Api.AskAsync(HttpMethod.Get, "/api/v1/me", null, person.Header)));
        return answers.Count(answer => answer.Ok && answer.Json.GetProperty("balance").GetProperty("accruedThisMonth").GetInt64() > Reward);
    }

    private async Task<decimal> SpentOnDevicesAsync()
    {
        var promotion = await Api.ReadAsync("/ops/v1/device-promotions/devices", ApiClient.Operator);
        return decimal.Parse(promotion.GetProperty("spent").GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
    }
}
