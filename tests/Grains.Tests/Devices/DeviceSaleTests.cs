using Cashback.Devices;
using Cashback.Grains.Tests.Cards;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Devices;

/// <summary>From the till's report to the money in the wallet, with storage and wallet that fail.</summary>
public class DeviceSaleTests : IAsyncLifetime
{
    private const decimal Reward = 3_000;

    // Outside the programme, as a wallet service is: they outlive a restart.
    private readonly SandboxControls _controls = new();
    private readonly SandboxWallet _wallet;
    private TestProgramme _programme = null!;
    private int _devices;

    public DeviceSaleTests() => _wallet = new SandboxWallet(_controls);

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync() =>
        _programme = await TestProgramme.StartAsync(Database, builder => builder.Services.AddSingleton(_wallet));

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Reward_is_in_the_wallet_at_once_and_the_same_report_gets_the_first_answer()
    {
        await PutAsync("p", 10_000);
        var report = NewReport();
        var first = await Sale(report).ReportAsync(report);
        var second = await Sale(report).ReportAsync(report);

        Assert.Equal((DeviceSaleStatus.Paid, Reward, "p"), (first.Value!.Status, first.Value.Reward, first.Value.PromotionId));
        Assert.Equal(first.Value, second.Value);
        var entry = Assert.Single(_wallet.Book);
        Assert.Equal((report.Phone.E164, Reward, 1), (entry.To, entry.Amount, entry.Requests));
        Assert.Equal(new DeviceBudgetView(Reward, 0, 1), await BudgetAsync("p"));
    }

    [Fact]
    public async Task Device_reported_by_two_tills_at_the_same_moment_is_rewarded_once()
    {
        await PutAsync("p", 100_000);
        var report = NewReport();
        var tills = Enumerable.Range(0, 8).Select(till => report with { ShopId = $"shop-{till}", ReceiptId = $"r-{till}" });
        var outcomes = await Task.WhenAll(tills.Select(till => Sale(till).ReportAsync(till)));

        Assert.Single(outcomes, outcome => outcome.Accepted);
        Assert.All(outcomes.Where(outcome => !outcome.Accepted), outcome => Assert.Equal("device-already-rewarded", outcome.Rejection!.Type));
        Assert.Single(_wallet.Book);
    }

    [Fact]
    public async Task Budget_is_used_up_and_never_exceeded_by_any_number_of_sales_at_once()
    {
        await PutAsync("p", 10 * Reward + 2_999);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => NewReport()).ToList().Select(report => Sale(report).ReportAsync(report)));

        Assert.Equal(10, outcomes.Count(outcome => outcome.Accepted));
        Assert.All(outcomes.Where(outcome => !outcome.Accepted), outcome => Assert.Equal("budget-exhausted", outcome.Rejection!.Type));
        Assert.Equal(new DeviceBudgetView(10 * Reward, 0, 10), await BudgetAsync("p"));
        Assert.Equal(10, _wallet.Book.Count);
    }

    [Fact]
    public async Task Sale_that_found_the_budget_used_up_can_come_again_when_there_is_more()
    {
        await PutAsync("p", 1_000);
        var report = NewReport();
        Assert.Equal("budget-exhausted", (await Sale(report).ReportAsync(report)).Rejection!.Type);
        Assert.Null(await Sale(report).GetAsync());

        await PutAsync("p", 3_000);
        Assert.Equal(DeviceSaleStatus.Paid, (await Sale(report).ReportAsync(report)).Value!.Status);
    }

    [Fact]
    public async Task Promotion_with_the_next_best_reward_pays_when_the_best_ones_budget_is_used_up()
    {
        await PutAsync("best", 3_000);
        await PutAsync("next", 100_000, 2_000);
        var (first, second) = (NewReport(), NewReport());

        Assert.Equal("best", (await Sale(first).ReportAsync(first)).Value!.PromotionId);
        Assert.Equal("next", (await Sale(second).ReportAsync(second)).Value!.PromotionId);
    }

    [Fact]
    public async Task Refusal_of_the_wallet_gives_the_budget_its_money_back_and_a_corrected_number_is_paid()
    {
        await PutAsync("p", Reward);
        var report = NewReport();
        _controls.Wallet.Refuse("no wallet of this number");
        var refused = (await Sale(report).ReportAsync(report)).Value!;
        Assert.Equal((DeviceSaleStatus.Refused, "no wallet of this number"), (refused.Status, refused.Transfer.Answer!.Reason));
        Assert.Equal(new DeviceBudgetView(0, 0, 0), await BudgetAsync("p"));

        _controls.Wallet.Refuse(null);
        Assert.Equal(DeviceSaleStatus.Refused, (await Sale(report).ReportAsync(report)).Value!.Status);
        var corrected = report with { Phone = new Phone("+79219876543") };
        var paid = (await Sale(corrected).ReportAsync(corrected)).Value!;
        Assert.Equal((DeviceSaleStatus.Paid, 2), (paid.Status, paid.Attempt));
        Assert.Equal(2, _wallet.Book.Select(entry => entry.Key).Distinct().Count());
        Assert.Equal(new DeviceBudgetView(Reward, 0, 1), await BudgetAsync("p"));
    }

    [Fact]
    public async Task Wallet_without_an_answer_is_asked_again_with_the_same_key_until_it_has_one()
    {
        await PutAsync("p", Reward);
        var report = NewReport();
        _controls.Wallet.FailNext(int.MaxValue);
        Assert.Equal(DeviceSaleStatus.Paying, (await Sale(report).ReportAsync(report)).Value!.Status);
        Assert.Equal(new DeviceBudgetView(0, Reward, 0), await BudgetAsync("p"));

        var other = report with { ReceiptId = "another" };
        Assert.Equal("device-sale-in-progress", (await Sale(other).ReportAsync(other)).Rejection!.Type);
        await _programme.SkipAsync(TimeSpan.FromHours(30));
        await _programme.RestartAsync();
        Assert.True((await Sale(report).GetAsync())!.Stuck);

        _controls.Wallet.FailNext(0);
        _controls.Wallet.LoseAnswers(2);
        await _programme.AdvanceAsync(TimeSpan.FromHours(5));

        Assert.Equal(DeviceSaleStatus.Paid, (await Sale(report).GetAsync())!.Status);
        Assert.Equal(Reward, Assert.Single(_wallet.Book).Amount);
        Assert.Equal(new DeviceBudgetView(Reward, 0, 1), await BudgetAsync("p"));
        var calls = _controls.Wallet.Calls;
        await _programme.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Equal(calls, _controls.Wallet.Calls);
    }

    [Fact]
    public async Task Thirty_invented_devices_of_one_till_do_not_empty_a_promotion()
    {
        await PutAsync("p", 1_000_000, limits: new DeviceLimits(3, 5, 50, 10_000));
        var cheap = Enumerable.Range(0, 30).Select(_ => NewReport() with { Price = 10 }).ToList();
        var outcomes = await Task.WhenAll(cheap.Select(report => Sale(report).ReportAsync(report)));

        Assert.Empty(_wallet.Book);
        Assert.Equal(3, outcomes.Count(outcome => outcome.Value?.Status == DeviceSaleStatus.Held));
        Assert.All(outcomes.Where(outcome => outcome.Accepted), outcome => Assert.Equal(10, outcome.Value!.Reward));
        Assert.All(outcomes.Where(outcome => !outcome.Accepted), outcome => Assert.Equal("wallet-limit-reached", outcome.Rejection!.Type));
        Assert.Equal(new DeviceBudgetView(0, 30, 0), await BudgetAsync("p"));
    }

    [Fact]
    public async Task Wallet_has_so_many_rewards_a_month_and_a_refusal_does_not_count()
    {
        await PutAsync("p", 100_000, limits: Wide with { PerWalletPerMonth = 2 });
        _controls.Wallet.Refuse("closed");
        var refused = NewReport();
        Assert.Equal(DeviceSaleStatus.Refused, (await Sale(refused).ReportAsync(refused)).Value!.Status);
        _controls.Wallet.Refuse(null);
        foreach (var report in new[] { NewReport(), NewReport() })
        {
            Assert.Equal(DeviceSaleStatus.Paid, (await Sale(report).ReportAsync(report)).Value!.Status);
        }

        var third = NewReport();
        Assert.Equal("wallet-limit-reached", (await Sale(third).ReportAsync(third)).Rejection!.Type);
        Assert.Null(await Sale(third).GetAsync());
        var other = NewReport() with { Phone = new Phone("+79219876543") };
        Assert.Equal(DeviceSaleStatus.Paid, (await Sale(other).ReportAsync(other)).Value!.Status);

        var next = _programme.Calendar.StartOf(_programme.Calendar.MonthOf(_programme.Now).Next);
        await PutAsync("p", 100_000, limits: Wide with { PerWalletPerMonth = 2 });
        await _programme.AdvanceToAsync(next.AddMinutes(1));
        await PutAsync("p", 100_000, limits: Wide with { PerWalletPerMonth = 2 });
        Assert.Equal(DeviceSaleStatus.Paid, (await Sale(third).ReportAsync(third)).Value!.Status);
    }

    [Fact]
    public async Task Shop_that_reports_more_than_its_limit_of_an_hour_waits_for_a_person_who_releases_or_declines()
    {
        await PutAsync("p", 100_000, limits: Wide with { PerShopPerHour = 2 });
        var reports = Enumerable.Range(0, 4).Select(_ => NewReport()).ToList();
        var statuses = new List<DeviceSaleStatus>();
        foreach (var report in reports)
        {
            statuses.Add((await Sale(report).ReportAsync(report)).Value!.Status);
        }

        Assert.Equal([DeviceSaleStatus.Paid, DeviceSaleStatus.Paid, DeviceSaleStatus.Held, DeviceSaleStatus.Held], statuses);
        var holds = _programme.Grains.GetGrain<IDeviceHoldsGrain>(GrainKeys.DeviceHolds);
        Assert.Equal(
            reports[2..].Select(report => report.Imei),
            (await holds.ListAsync()).Select(held => held.Imei).Order(
                Comparer<Imei>.Create((a, b) => string.CompareOrdinal(a.Digits, b.Digits))));
        Assert.Equal(DeviceSaleStatus.Held, (await Sale(reports[2]).ReportAsync(reports[2])).Value!.Status);
        await _programme.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(2, _wallet.Book.Count);
        Assert.Equal("device-sale-not-held", (await Sale(reports[0]).DecideAsync(new(true, "ops", "ok"))).Rejection!.Type);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(DeviceSaleStatus.Paid, (await Sale(reports[2]).DecideAsync(new(true, "ops", "a launch day"))).Value!.Status);
            Assert.Equal(DeviceSaleStatus.Declined, (await Sale(reports[3]).DecideAsync(new(false, "ops", "no such sale"))).Value!.Status);
        }

        Assert.Equal(3, _wallet.Book.Count);
        Assert.Empty(await holds.ListAsync());
        Assert.Equal(new DeviceBudgetView(3 * Reward, 0, 3), await BudgetAsync("p"));
        Assert.Equal(DeviceSaleStatus.Declined, (await Sale(reports[3]).ReportAsync(reports[3])).Value!.Status);
        Assert.Equal("device-sale-not-held", (await Sale(reports[3]).DecideAsync(new(true, "ops", "after all"))).Rejection!.Type);
    }

    [Fact]
    public async Task Device_of_no_promotion_and_promotion_that_is_over_pay_nothing()
    {
        var report = NewReport();
        Assert.Equal("no-promotion", (await Sale(report).ReportAsync(report)).Rejection!.Type);
        await PutAsync("p", 10_000);
        await _programme.AdvanceAsync(TimeSpan.FromDays(31));
        Assert.Equal("no-promotion", (await Sale(report).ReportAsync(report)).Rejection!.Type);
        Assert.Empty(_wallet.Book);
    }

    public static TheoryData<string, FaultPoint> Writes() =>
    [
        .. from state in new[] { StateNames.DeviceSale, StateNames.DeviceBudget, StateNames.DevicePromotions, StateNames.DeviceQuota }
           from point in Enum.GetValues<FaultPoint>()
           select (state, point),
    ];

    [Theory, MemberData(nameof(Writes))]
    public async Task Sale_ends_the_same_whichever_write_fails(string state, FaultPoint point)
    {
        var faults = 0;
        for (var promotion = 1; ; promotion++)
        {
            _programme.Faults.FailWrite(state, point, faults + 1);
            var outcome = await RunStoryAsync($"p{promotion}");
            if (_programme.Faults.Pending)
            {
                break;
            }

            Assert.Equal("Paid 2; refused 1, paid 2; 6000 spent, 0 reserved, 2 sales", outcome);
            faults++;
        }

        Assert.True(faults > 0, $"No write of '{state}' ever failed: the test proves nothing.");
    }

    /// <summary>A sale whose first wallet refuses, another one whose wallet is slow, and a till that repeats what fails.</summary>
    private async Task<string> RunStoryAsync(string promotion)
    {
        await CardStory.RepeatAsync(() => PutAsync(promotion, 6_000, Reward + _devices));
        var reward = Reward + _devices;
        var (first, second) = (NewReport(), NewReport());
        _controls.Wallet.Refuse("no wallet");
        await CardStory.RepeatAsync(() => Sale(first).ReportAsync(first));
        await Eventually.TrueAsync(async () => (await Sale(first).GetAsync())?.Status == DeviceSaleStatus.Refused, "the wallet has refused");
        _controls.Wallet.Refuse(null);
        var corrected = first with { Phone = new Phone("+79219876543") };
        await CardStory.RepeatAsync(async () => Assert.NotEqual("device-already-rewarded", (await Sale(corrected).ReportAsync(corrected)).Rejection?.Type));
        _controls.Wallet.FailNext(1);
        await CardStory.RepeatAsync(() => Sale(second).ReportAsync(second));
        await _programme.AdvanceAsync(TimeSpan.FromHours(3));

        var sales = new[] { (await Sale(first).GetAsync())!, (await Sale(second).GetAsync())! };
        Assert.All(sales, sale => Assert.Equal((promotion, DeviceSaleStatus.Paid), (sale.PromotionId, sale.Status)));
        var book = _wallet.Book.Where(
            entry => sales.Any(sale => entry.Key.Contains(sale.Report.Imei.Digits, StringComparison.Ordinal))).ToList();
        var budget = await BudgetAsync(promotion);
        Assert.Equal(reward, sales[0].Reward);
        return $"Paid {sales.Count(sale => sale.Status == DeviceSaleStatus.Paid)}; refused {book.Count(entry => !entry.Answer.Paid)}, "
            + $"paid {book.Count(entry => entry.Answer.Paid)}; {budget.Spent - 2 * (reward - Reward)} spent, {budget.Reserved} reserved, {budget.Sales} sales";
    }

    private static readonly DeviceLimits Wide = new(1_000, 1_000, 100, 1_000_000);

    private async Task PutAsync(string id, decimal budget, decimal reward = Reward, DeviceLimits? limits = null) => Assert.True(
        (await _programme.Grains.GetGrain<IDevicePromotionsGrain>(GrainKeys.DevicePromotions).PutAsync(new DevicePromotion
        {
            Id = id,
            Name = id,
            From = _programme.Now.AddMinutes(-1),
            To = _programme.Now.AddDays(30),
            Budget = budget + 2 * (reward - Reward > 0 ? reward - Reward : 0),
            Devices = [new("Model X", ["35209900"], null, reward)],
            Limits = limits ?? Wide,
        })).Accepted);

    private DeviceSaleReport NewReport()
    {
        var body = $"35209900{++_devices:D6}";
        var imei = Enumerable.Range(0, 10).Select(check => $"{body}{check}").First(text => Imei.TryParse(text, out _, out _));
        return new(new Imei(imei), "shop-1", "x", 29_990, new Phone("+79031234567"), $"r-{_devices}");
    }

    private IDeviceSaleGrain Sale(DeviceSaleReport report) =>
        _programme.Grains.GetGrain<IDeviceSaleGrain>(GrainKeys.DeviceSale(report.Imei.Digits));

    private Task<DeviceBudgetView> BudgetAsync(string promotion) =>
        _programme.Grains.GetGrain<IDeviceBudgetGrain>(GrainKeys.DeviceBudget(promotion)).GetAsync();
}
