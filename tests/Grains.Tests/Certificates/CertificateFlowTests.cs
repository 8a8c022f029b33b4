using Cashback.Certificates;
using Cashback.Grains.Tests.Subscribers;
using Cashback.Purchases;
using Cashback.Gateways;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Certificates;

/// <summary>From bonuses to a certificate that a till knows, with a write that fails at every place.</summary>
public class CertificateFlowTests : IAsyncLifetime
{
    private TestProgramme _programme = null!;
    private int _subscribers;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync(Database);

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Code_of_the_answer_the_list_and_the_sms_is_one_that_a_till_knows()
    {
        var story = await SaverAsync(3_000);

        var bought = (await story.Subscriber.BuyCertificateAsync(new CertificateOrder("o", 2_000))).Value!;

        var listed = Assert.Single((await story.Subscriber.GetCertificatesAsync(null, 10))!.Items);
        Assert.Equal(bought, listed);
        Assert.Equal(("c1", 2_000L, CertificateStatus.Issued), (bought.Id, bought.Denomination, bought.Status));
        await Eventually.TrueAsync(() => Task.FromResult(Messages(story).Any(text => text == $"Certificate of 2000 RUB: {bought.Code}")), "the SMS is out");
        Assert.True(CertificateCode.TryRead(bought.Code, out var code));
        Assert.Equal(2_000, (await Till(code).GetAsync())!.Denomination);
        Assert.Equal((1_000L, 0L), ((await story.BalanceAsync()).Savings, (await story.BalanceAsync()).Available));
    }

    [Theory]
    [InlineData(StateNames.Subscriber, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Subscriber, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Certificate, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Certificate, FaultPoint.AfterCommit)]
    public async Task Order_repeated_after_any_failure_buys_one_certificate_that_a_till_knows(string state, FaultPoint point)
    {
        var story = await SaverAsync(3_000);
        _programme.Faults.FailWrite(state, point);

        var bought = await RepeatedAsync(() => story.Subscriber.BuyCertificateAsync(new CertificateOrder("o", 1_000)));
        Assert.False(_programme.Faults.Pending);
        await _programme.RestartAsync();
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(bought.Value, Assert.Single((await story.Subscriber.GetCertificatesAsync(null, 10))!.Items));
        Assert.Equal(2_000, (await story.BalanceAsync()).Savings);
        Assert.True(CertificateCode.TryRead(bought.Value!.Code, out var code));
        Assert.NotNull(await Till(code).GetAsync());
    }

    [Fact]
    public async Task Orders_at_the_same_moment_spend_no_more_than_there_is()
    {
        var story = await SaverAsync(3_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(order =>
            story.Subscriber.BuyCertificateAsync(new CertificateOrder($"o{order % 10}", 1_000))));

        Assert.Equal(3, answers.Where(answer => answer.Accepted).Select(answer => answer.Value!.Code).Distinct().Count());
        Assert.Equal(3, (await story.Subscriber.GetCertificatesAsync(null, 100))!.Items.Count);
        Assert.Equal(0, (await story.BalanceAsync()).Savings);
    }

    [Fact]
    public async Task Many_certificates_are_listed_by_pages_and_an_order_of_yesterday_is_still_known()
    {
        var story = await SaverAsync(9_000);
        var bought = new List<CertificateView>();
        for (var order = 1; order <= 90; order++)
        {
            bought.Add((await story.Subscriber.BuyCertificateAsync(new CertificateOrder($"o{order}", 100))).Value!);
        }

        await story.Operations.DrainOutboxAsync();
        await _programme.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(bought[0], (await story.Subscriber.BuyCertificateAsync(new CertificateOrder("o1", 100))).Value);
        Assert.Equal("idempotency-key-reused", (await story.Subscriber.BuyCertificateAsync(new CertificateOrder("o1", 500))).Rejection!.Type);
        Assert.Equal("not-enough-bonuses", (await story.Subscriber.BuyCertificateAsync(new CertificateOrder("o91", 100))).Rejection!.Type);

        var listed = new List<CertificateView>();
        string? cursor = null;
        do
        {
            var page = (await story.Subscriber.GetCertificatesAsync(cursor, 7))!;
            listed.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        bought.Reverse();
        Assert.Equal(bought, listed);
        Assert.Null(await story.Subscriber.GetCertificatesAsync("x", 7));
    }

    private CertificateCodes Codes => _programme.Services.GetRequiredService<CertificateCodes>();

    private ICertificateGrain Till(string code) => _programme.Grains.GetGrain<ICertificateGrain>(GrainKeys.Certificate(Codes.HashOf(code)));

    private IEnumerable<string> Messages(Story story) =>
        _programme.Services.GetRequiredService<SandboxOutbox>().List(PhoneOf(story)).Select(letter => letter.Text);

    private static string PhoneOf(Story story) => $"+7903{story.Id[^7..]}";

    /// <summary>A guest of the operator's saves for a smartphone.</summary>
    private async Task<Story> SaverAsync(long savings)
    {
        var id = $"01JDSAVER0000000000{++_subscribers:D7}";
        var story = new Story(_programme, id, $"+7903{id[^7..]}");
        await story.RegisterAsync(SubscriberKind.Guest);
        await story.ReportAsync(savings, ReportedStatus.Confirmed);
        await story.PassThe1stAsync();
        Assert.Equal(savings, (await story.BalanceAsync()).Savings);
        return story;
    }

    private static async Task<T> RepeatedAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception) when (attempt < 5)
            {
                await Task.Yield();
            }
        }
    }
}
