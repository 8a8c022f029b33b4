using Cashback.Payouts;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Payouts;

public sealed class PayoutGrainTests : IAsyncLifetime
{
    private static readonly PayoutRequest Request = new("01J:2026-10:g1", "01J", new Phone("+79161234567"), 300);
    private static readonly PayoutAnswer Paid = new(true);

    // Outside the programme, as a billing system is: they outlive a restart.
    private readonly SandboxControls _controls = new();
    private readonly SandboxBilling _billing;
    private TestProgramme _programme = null!;

    public PayoutGrainTests() => _billing = new SandboxBilling(_controls);

    private IPayoutGrain Payout => _programme.Grains.GetGrain<IPayoutGrain>(GrainKeys.Payout(Request.PayoutId));

    public async ValueTask InitializeAsync() =>
        _programme = await TestProgramme.StartAsync(builder => builder.Services.AddSingleton(_billing));

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Payout_is_paid_at_once_and_never_asked_for_again()
    {
        Assert.Null(await Payout.GetAsync());

        Assert.Equal(Paid, await Payout.StartAsync(Request));
        Assert.Equal(Paid, await Payout.StartAsync(Request));
        await _programme.AdvanceAsync(TimeSpan.FromHours(2));

        var entry = Assert.Single(_billing.Book);
        Assert.Equal((Request.PayoutId, Request.Phone, 300L, 1), (entry.Key, entry.Phone, entry.Amount, entry.Requests));
        var view = await Payout.GetAsync();
        Assert.Equal((Request, Paid, 1, false), (view!.Request, view.Answer, view.Attempts, view.Stuck));
    }

    [Fact]
    public async Task Refusal_is_final_and_keeps_its_reason()
    {
        _controls.Billing.Refuse("номер +7 916 123-45-67 заблокирован");
        Assert.Equal(new PayoutAnswer(false, "номер … заблокирован"), await Payout.StartAsync(Request));

        _controls.Billing.Refuse(null);
        Assert.False((await Payout.StartAsync(Request))!.Paid);
        Assert.Equal(1, _controls.Billing.Calls);
    }

    [Fact]
    public async Task Another_request_under_the_same_id_is_refused_loudly()
    {
        await Payout.StartAsync(Request);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Payout.StartAsync(Request with { Amount = 301 }));
        await Assert.ThrowsAsync<ArgumentException>(() => Payout.StartAsync(Request with { PayoutId = "01J:2026-10:g2" }));
        Assert.Equal(300, Assert.Single(_billing.Book).Amount);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Nothing_is_asked_before_the_payout_is_durable(FaultPoint point)
    {
        _programme.Faults.FailWrite(StateNames.Payout, point);

        await Assert.ThrowsAnyAsync<Exception>(() => Payout.StartAsync(Request));
        Assert.Equal(0, _controls.Billing.Calls);

        Assert.Equal(Paid, await RepeatAsync());
        Assert.Equal(1, Assert.Single(_billing.Book).Requests);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit, 2)]
    [InlineData(FaultPoint.AfterCommit, 1)]
    public async Task Answer_that_could_not_be_saved_is_asked_for_with_the_same_key(FaultPoint point, int requests)
    {
        _programme.Faults.FailWrite(StateNames.Payout, point, nth: 2);

        await Assert.ThrowsAnyAsync<Exception>(() => Payout.StartAsync(Request));

        Assert.Equal(Paid, await RepeatAsync());
        Assert.Equal(requests, Assert.Single(_billing.Book).Requests);
    }

    [Fact]
    public async Task Unknown_for_hours_it_is_asked_again_until_there_is_an_answer()
    {
        _controls.Billing.FailNext(int.MaxValue);
        Assert.Null(await Payout.StartAsync(Request));

        for (var hour = 0; hour < 5; hour++)
        {
            var before = _controls.Billing.Calls;
            await _programme.AdvanceAsync(TimeSpan.FromHours(1));
            Assert.True(_controls.Billing.Calls > before, $"Not asked in hour {hour + 1}.");
        }

        var waiting = await Payout.GetAsync();
        Assert.Equal((null, false, _controls.Billing.Calls), (waiting!.Answer, waiting.Stuck, waiting.Attempts));
        Assert.Contains("told to fail", waiting.LastError, StringComparison.Ordinal);

        _controls.Billing.FailNext(0);
        await _programme.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(Paid, (await Payout.GetAsync())!.Answer);
        Assert.Single(_billing.Book);
        await AssertNoMoreQuestionsAsync();
    }

    [Fact]
    public async Task Lost_answers_and_requests_that_arrive_twice_top_up_once()
    {
        _controls.Billing.DeliverTwice(true);
        _controls.Billing.LoseAnswers(2);
        Assert.Null(await Payout.StartAsync(Request));
        Assert.Null(await Payout.StartAsync(Request));

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(Paid, (await Payout.GetAsync())!.Answer);
        Assert.Equal(6, Assert.Single(_billing.Book).Requests);
        await AssertNoMoreQuestionsAsync();
    }

    [Fact]
    public async Task Payout_without_an_answer_for_a_day_is_shown_as_stuck_and_still_asked_for()
    {
        _controls.Billing.FailNext(int.MaxValue);
        await Payout.StartAsync(Request);
        for (var hour = 0; hour < 25; hour++)
        {
            await _programme.AdvanceAsync(TimeSpan.FromHours(1));
        }

        Assert.True((await Payout.GetAsync())!.Stuck);

        _controls.Billing.FailNext(0);
        await _programme.AdvanceAsync(TimeSpan.FromHours(1));

        var view = await Payout.GetAsync();
        Assert.Equal((Paid, false), (view!.Answer, view.Stuck));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(300)]
    public async Task Cluster_that_was_down_goes_on_asking_after_it_is_up(int hoursDown)
    {
        _controls.Billing.FailNext(1);
        Assert.Null(await Payout.StartAsync(Request));

        await _programme.SkipAsync(TimeSpan.FromHours(hoursDown));
        await _programme.RestartAsync();
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(Paid, (await Payout.GetAsync())!.Answer);
        Assert.Single(_billing.Book);
    }

    [Fact]
    public async Task Answer_stands_after_a_restart()
    {
        await Payout.StartAsync(Request);

        await _programme.RestartAsync();

        Assert.Equal(Paid, await Payout.StartAsync(Request));
        Assert.Equal(1, _controls.Billing.Calls);
    }

    [Fact]
    public async Task Slow_billing_system_is_waited_for_ten_seconds_and_asked_again_later()
    {
        _controls.Billing.SlowDown(TimeSpan.FromMinutes(5));

        Assert.Null(await Payout.StartAsync(Request).WaitAsync(TimeSpan.FromSeconds(25)));

        _controls.Billing.SlowDown(TimeSpan.Zero);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(Paid, (await Payout.GetAsync())!.Answer);
        Assert.Single(_billing.Book);
    }

    /// <summary>The caller's outbox: what failed is tried again, on an activation that has read what is true.</summary>
    private async Task<PayoutAnswer?> RepeatAsync()
    {
        PayoutAnswer? answer = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    answer = await Payout.StartAsync(Request);
                    return true;
                }
                catch (Exception e) when (e is not InvalidOperationException)
                {
                    return false;
                }
            },
            "the payout can be started again");
        return answer;
    }

    private async Task AssertNoMoreQuestionsAsync()
    {
        var calls = _controls.Billing.Calls;
        await _programme.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(calls, _controls.Billing.Calls);
    }
}
