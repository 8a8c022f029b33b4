using Cashback.Payouts;
using Cashback.Purchases;
using Cashback.Gateways;
using Cashback.Queries;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Payouts;

/// <summary>From the settlement to the billing system's answer and back into the subscriber's record.</summary>
public class PayoutOfASubscriberTests : IAsyncLifetime
{
    private const string SubscriberId = "01JDPAYOUT0000000000000000";
    private TestProgramme _programme = null!;

    private ISubscriberAccountGrain Subscriber => _programme.Grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(SubscriberId));

    private ISubscriberPartnerGrain Partner => _programme.Grains.GetGrain<ISubscriberPartnerGrain>(GrainKeys.Subscriber(SubscriberId));

    private ISubscriberOperationsGrain Operations =>
        _programme.Grains.GetGrain<ISubscriberOperationsGrain>(GrainKeys.Subscriber(SubscriberId));

    private SandboxControls Controls => _programme.Services.GetRequiredService<SandboxControls>();

    private SandboxBilling Billing => _programme.Services.GetRequiredService<SandboxBilling>();

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync(Database);
        await _programme.Grains.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(SubscriberId)).RegisterAsync(
            new Registration(new Phone("+79161234567"), SubscriberKind.Individual, "ru"));
        var click = (await Partner.VisitStoreAsync(new StoreVisit("shop", "М.Видео", Rate.OfPercent(5)))).Value!;
        await Partner.ReportOrderAsync(new OrderReport
        {
            Order = new OrderKey("admitad", "shop", "1"),
            StoreName = "М.Видео",
            ClickId = click.Id,
            ClickedAt = click.At,
            Status = ReportedStatus.Confirmed,
            Amount = Money.Rubles(6_000),
            Rate = Rate.OfPercent(5),
            ExchangeRate = 1,
            OrderedAt = click.At,
            ReceivedAt = _programme.Now,
            ConfirmationDays = 30,
        });
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Subscriber_learns_of_a_payment_that_came_hours_after_the_settlement()
    {
        Controls.Billing.FailNext(int.MaxValue);
        await SettleAsync();
        Assert.Equal((0L, 300L), await AvailableAndInPayoutAsync());

        Controls.Billing.FailNext(0);
        await _programme.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal((0L, 0L), await AvailableAndInPayoutAsync());
        Assert.Equal(300, Assert.Single(Billing.Book).Amount);
    }

    [Fact]
    public async Task Refusal_that_came_hours_later_gives_the_bonuses_back_and_is_told_once()
    {
        Controls.Billing.FailNext(int.MaxValue);
        await SettleAsync();
        Controls.Billing.Refuse("номер закрыт");
        Controls.Billing.FailNext(0);
        await _programme.AdvanceAsync(TimeSpan.FromHours(2));
        await _programme.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal((300L, 0L), await AvailableAndInPayoutAsync());
        var told = _programme.Services.GetRequiredService<SandboxOutbox>().List("+79161234567");
        Assert.Single(told, letter => letter.Text.StartsWith("Пополнение +7916***67 не прошло, +300 бонусов", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Payout_that_is_answered_at_once_and_the_purchases_of_its_month_wake_no_other_grain()
    {
        var faults = _programme.Faults;
        var (payouts, purchases) = (faults.ReadsOf(StateNames.Payout), faults.ReadsOf(StateNames.Purchase));

        await SettleAsync();

        Assert.Equal((payouts, purchases), (faults.ReadsOf(StateNames.Payout), faults.ReadsOf(StateNames.Purchase)));
        Assert.Equal((0L, 0L), await AvailableAndInPayoutAsync());
        var payout = await Payout(Assert.Single(Billing.Book).Key).GetAsync();
        Assert.Equal((new PayoutAnswer(true), 1, 300L), (payout!.Answer, payout.Attempts, payout.Request.Amount));
        Assert.Equal(PurchaseStatus.Confirmed, (await Subscriber.GetPurchaseAsync(new OrderKey("admitad", "shop", "1")))!.Status);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Nothing_is_asked_before_the_subscriber_has_saved_the_payout(FaultPoint point)
    {
        await SkipToTheFirstAsync();
        _programme.Faults.FailWrite(StateNames.Subscriber, point);

        await Assert.ThrowsAnyAsync<Exception>(() => Operations.SettleAsync());
        Assert.False(_programme.Faults.Pending);
        Assert.Empty(Billing.Book);

        await _programme.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal((0L, 0L), await AvailableAndInPayoutAsync());
        Assert.Equal(1, Assert.Single(Billing.Book).Requests);
    }

    /// <summary>The second save of the subscriber is that of the answer.</summary>
    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Answer_at_once_that_could_not_be_saved_is_asked_for_with_the_same_key(FaultPoint point)
    {
        _programme.Faults.FailWrite(StateNames.Subscriber, point, nth: 2);

        await SettleAsync();
        Assert.False(_programme.Faults.Pending);

        Assert.Equal((0L, 0L), await AvailableAndInPayoutAsync());
        var payout = Assert.Single(Billing.Book);
        Assert.Equal(300, payout.Amount);
        Assert.Equal(new PayoutAnswer(true), (await Payout(payout.Key).GetAsync())!.Answer);
    }

    /// <summary>As another activation of the subscriber would have: two can be there for a while after a silo was cut off.</summary>
    [Fact]
    public async Task Payout_that_was_begun_by_another_is_answered_by_its_own_grain_too()
    {
        var month = _programme.Calendar.MonthOf(_programme.Now);
        var goal = (await Subscriber.GetAccountAsync())!.Goals.Single();
        var request = new PayoutRequest($"{SubscriberId}:{month}:{goal.Id}", SubscriberId, new Phone("+79161234567"), 300);
        var payout = Payout(request.PayoutId);
        await SkipToTheFirstAsync();
        Controls.Billing.FailNext(1);
        Assert.Null(await payout.StartAsync(request));

        await Operations.SettleAsync();
        await Operations.DrainOutboxAsync();

        Assert.Equal((0L, 0L), await AvailableAndInPayoutAsync());
        Assert.Equal(new PayoutAnswer(true), (await payout.GetAsync())!.Answer);
        Assert.Equal(300, Assert.Single(Billing.Book).Amount);
    }

    [Fact]
    public async Task Payout_without_an_answer_is_seen_among_those_that_wait()
    {
        Controls.Billing.FailNext(int.MaxValue);

        await SettleAsync();

        var queries = _programme.Services.GetRequiredService<IRecordQueries>();
        var waiting = Assert.Single(await queries.ListWaitingPayoutsAsync(null, 10, CancellationToken.None));
        var payout = await Payout(waiting).GetAsync();
        Assert.Null(payout!.Answer);
        Assert.Contains("told to fail", payout.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Answer_that_the_subscriber_could_not_save_is_told_again(FaultPoint point)
    {
        Controls.Billing.FailNext(int.MaxValue);
        await SettleAsync();
        Controls.Billing.FailNext(0);
        _programme.Faults.FailWrite(StateNames.Subscriber, point);

        await _programme.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.False(_programme.Faults.Pending);
        await _programme.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal((0L, 0L), await AvailableAndInPayoutAsync());
        Assert.Equal(300, Assert.Single(Billing.Book).Amount);
    }

    /// <summary>No reminder ticks meanwhile.</summary>
    private Task SkipToTheFirstAsync() =>
        _programme.SkipAsync(_programme.Calendar.StartOf(_programme.Calendar.MonthOf(_programme.Now).Next).AddMinutes(1) - _programme.Now);

    private Task SettleAsync()
    {
        var first = _programme.Calendar.StartOf(_programme.Calendar.MonthOf(_programme.Now).Next);
        return _programme.AdvanceToAsync(first.AddHours(3));
    }

    private IPayoutGrain Payout(string id) => _programme.Grains.GetGrain<IPayoutGrain>(GrainKeys.Payout(id));

    private async Task<(long Available, long InPayout)> AvailableAndInPayoutAsync()
    {
        var balance = (await Subscriber.GetAccountAsync())!.Balance;
        return (balance.Available, balance.InPayout);
    }
}
