using Cashback.Purchases;
using Cashback.Gateways;
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

    private Task SettleAsync()
    {
        var first = _programme.Calendar.StartOf(_programme.Calendar.MonthOf(_programme.Now).Next);
        return _programme.AdvanceToAsync(first.AddHours(3));
    }

    private async Task<(long Available, long InPayout)> AvailableAndInPayoutAsync()
    {
        var balance = (await Subscriber.GetAccountAsync())!.Balance;
        return (balance.Available, balance.InPayout);
    }
}
