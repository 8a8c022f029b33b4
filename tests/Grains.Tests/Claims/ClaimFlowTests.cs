using Cashback.Claims;
using Cashback.Grains.Tests.Subscribers;
using Cashback.Purchases;
using Cashback.Stores;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Claims;

/// <summary>Claims among the real grains.</summary>
public class ClaimFlowTests : IAsyncLifetime
{
    private const string Store = "shop";
    private TestProgramme _programme = null!;
    private int _numbers;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync(Database);
        var put = await Shop.PutAsync(new StoreProfile
        {
            Id = Store,
            Name = "Shop",
            Categories = ["online"],
            Network = "admitad",
            LinkTemplate = "https://ad.example/g/x/?subid={click}",
            Tariffs = [new Tariff(Tariff.DefaultCode, "default", Rate.OfPercent(5))],
            ConfirmationDays = 60,
        });
        Assert.True(put.Accepted, put.Rejection?.Detail.En);
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    public static TheoryData<string, FaultPoint> Writes() =>
    [
        .. from state in (string[])[StateNames.Subscriber, StateNames.Claim, StateNames.ClaimBook]
           from point in Enum.GetValues<FaultPoint>()
           select (state, point),
    ];

    [Theory, MemberData(nameof(Writes))]
    public async Task Claim_is_filed_goes_and_is_credited_once_whichever_write_fails(string state, FaultPoint point)
    {
        var faults = 0;
        while (true)
        {
            var me = await NewAsync();
            var click = (await Shop.ClickAsync(me.Id)).Value!.ClickId;
            _programme.Faults.FailWrite(state, point, faults + 1);
            var filing = new ClaimFiling(Store, click, "A-1", Money.Rubles(1_000), _programme.Now, null);
            var claim = await RepeatAsync(() => Shop.FileClaimAsync(me.Id, filing));
            await _programme.AdvanceAsync(TimeSpan.FromHours(50));
            Assert.Equal(ClaimStatus.Open, (await Claim(claim.Id).GetAsync())!.Status);
            Assert.Contains(await Book.ListAsync(), open => open.Id == claim.Id);

            var line = $"L{_numbers}";
            await RepeatAsync(() => Claim(claim.Id).AnswerAsync(new ClaimAnswer(true, line)));
            await _programme.AdvanceAsync(TimeSpan.FromMinutes(20));

            Assert.Equal(50, (await me.BalanceAsync()).AccruedThisMonth);
            Assert.Equal(["filed", "open", "found"], (await me.HistoryAsync(type: "claim")).Reverse().Select(it => it.Status));
            Assert.DoesNotContain(await Book.ListAsync(), open => open.Id == claim.Id);
            if (_programme.Faults.Pending)
            {
                break;
            }

            faults++;
        }

        Assert.True(faults > 0, $"No write of '{state}' ever failed: the test proves nothing.");
    }

    [Fact]
    public async Task Claim_that_was_answered_for_stands_among_the_open_ones_at_once()
    {
        foreach (var order in Enumerable.Range(0, 10))
        {
            var me = await NewAsync();
            var click = (await Shop.ClickAsync(me.Id)).Value!.ClickId;
            var claim =
                (await Shop.FileClaimAsync(me.Id, new ClaimFiling(Store, click, $"A-{order}", Money.Rubles(1_000), _programme.Now, null))).Value!;

            Assert.Contains(await Book.ListAsync(), open => open.Id == claim.Id);
        }
    }

    [Fact]
    public async Task Order_that_came_while_the_claim_waited_closes_it_by_itself()
    {
        var me = await NewAsync();
        var click = (await Shop.ClickAsync(me.Id)).Value!.ClickId;
        var claim = (await Shop.FileClaimAsync(me.Id, new ClaimFiling(Store, click, "A-1", Money.Rubles(1_000), _programme.Now, null))).Value!;
        var report = me.Report(50, ReportedStatus.Created, "1", _programme.Now) with { OrderId = "A-1" };
        await me.Partner.ReportOrderAsync(report);

        await _programme.AdvanceAsync(TimeSpan.FromHours(50));

        var closed = await Claim(claim.Id).GetAsync();
        Assert.Equal((ClaimStatus.Found, report.Order.ToString()), (closed!.Status, closed.PurchaseId));
    }

    [Fact]
    public async Task Line_of_another_subscriber_answers_nobodys_claim()
    {
        var (me, other) = (await NewAsync(), await NewAsync());
        await other.ReportAsync(10, ReportedStatus.Confirmed);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(5));
        var click = (await Shop.ClickAsync(me.Id)).Value!.ClickId;
        var claim = (await Shop.FileClaimAsync(me.Id, new ClaimFiling(Store, click, "A-1", Money.Rubles(1_000), _programme.Now, null))).Value!;
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(5));

        var answer = await Claim(claim.Id).AnswerAsync(new ClaimAnswer(true, other.Order("1").LineId));

        Assert.Equal("line-of-another", answer.Rejection!.Type);
        Assert.Equal(0, (await me.BalanceAsync()).AccruedThisMonth);
    }

    [Fact]
    public async Task Line_that_was_asked_about_before_it_was_known_is_known_at_once()
    {
        var me = await NewAsync();
        var line = _programme.Grains.GetGrain<IPurchaseGrain>(GrainKeys.Order(me.Order("1")));
        Assert.Null(await line.GetOwnerAsync());

        await me.ReportAsync(10, ReportedStatus.Created);

        Assert.Equal(me.Id, await line.GetOwnerAsync());
    }

    [Fact]
    public async Task Claim_in_a_currency_without_a_rate_is_refused_with_its_field()
    {
        var me = await NewAsync();
        var click = (await Shop.ClickAsync(me.Id)).Value!.ClickId;

        var refused = await Shop.FileClaimAsync(me.Id, new ClaimFiling(Store, click, "A-1", new Money(10, "XYZ"), _programme.Now, null));

        Assert.Equal(("unknown-currency", "amount.currency"), (refused.Rejection!.Type, refused.Rejection.Field));
    }

    [Fact]
    public async Task Store_without_open_claims_has_no_book()
    {
        var me = await NewAsync();
        var click = (await Shop.ClickAsync(me.Id)).Value!.ClickId;
        var queries = _programme.Services.GetRequiredService<Cashback.Queries.IRecordQueries>();
        foreach (var order in (string[])["A-1", "A-2"])
        {
            var claim =
                (await Shop.FileClaimAsync(me.Id, new ClaimFiling(Store, click, order, Money.Rubles(1_000), _programme.Now, null))).Value!;
            await _programme.AdvanceAsync(TimeSpan.FromHours(50));
            Assert.Single(await queries.ListKeysAsync(StateNames.ClaimBook, null, 10, CancellationToken.None));
            await RepeatAsync(() => Claim(claim.Id).AnswerAsync(new ClaimAnswer(false, Reason: "No such order")));
            Assert.Empty(await queries.ListKeysAsync(StateNames.ClaimBook, null, 10, CancellationToken.None));
            Assert.Empty(await Book.ListAsync());
        }
    }

    private IPartnerStoreGrain Shop => _programme.Grains.GetGrain<IPartnerStoreGrain>(GrainKeys.Store(Store));

    private IClaimBookGrain Book => _programme.Grains.GetGrain<IClaimBookGrain>(GrainKeys.ClaimBook(Store));

    private IClaimGrain Claim(string id) => _programme.Grains.GetGrain<IClaimGrain>(GrainKeys.Claim(id));

    private static async Task<Claim> RepeatAsync(Func<Task<Outcome<Claim>>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await call();
                Assert.True(outcome.Accepted, outcome.Rejection?.Detail.En);
                return outcome.Value!;
            }
            catch (Exception e) when (attempt < 5 && e is not Xunit.Sdk.XunitException)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<Story> NewAsync()
    {
        var story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), $"+7916{Interlocked.Increment(ref _numbers):D7}");
        await story.RegisterAsync();
        return story;
    }
}
