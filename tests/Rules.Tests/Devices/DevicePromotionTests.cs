using Cashback.Devices;
using Cashback.Transfers;
using CsCheck;

namespace Cashback.Rules.Tests.Devices;

public sealed class DevicePromotionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.FromHours(3));
    private static readonly DeviceLimits Usual = new DeviceSettings().LimitsFor(100_000);
    private static readonly Imei Phone = new("490154203237518");

    private static readonly DevicePromotion Promotion = new()
    {
        Id = "autumn",
        Name = "Autumn",
        From = Start,
        To = Start.AddDays(10),
        Budget = 100_000,
        Devices = [new("Model X", ["49015420"], null, 3_000), new("Model X, red", ["49015420"], "x-red", 5_000)],
    };

    private static readonly DeviceSaleReport Report = new(Phone, "shop-1", null, 49_990, new Phone("+79031234567"), "r-1");

    public static TheoryData<string, DevicePromotion> Wrong => new()
    {
        { "name", Promotion with { Name = " " } },
        { "to", Promotion with { To = Start } },
        { "budget", Promotion with { Budget = 0 } },
        { "budget", Promotion with { Budget = 0.001m } },
        { "devices", Promotion with { Devices = [] } },
        { "limits.perWalletPerMonth", Promotion with { Limits = Usual with { PerWalletPerMonth = 0 } } },
        { "limits.perShopPerHour", Promotion with { Limits = Usual with { PerShopPerHour = 0 } } },
        { "limits.heldFromPercent", Promotion with { Limits = Usual with { HeldFromPercent = 0 } } },
        { "limits.alarmPerHour", Promotion with { Limits = Usual with { AlarmPerHour = -1 } } },
        { "devices[0].model", With(new("", ["49015420"], null, 1)) },
        { "devices[0].tacs", With(new("X", [], null, 1)) },
        { "devices[0].tacs", With(new("X", ["4901542"], null, 1)) },
        { "devices[0].tacs", With(new("X", ["4901542x"], null, 1)) },
        { "devices[0].sku", With(new("X", [], "", 1)) },
        { "devices[0].reward", With(new("X", [], "x", 15_000.01m)) },
        { "devices[0].reward", With(new("X", [], "x", 0)) },
        { "devices[0].reward", With(new("X", [], "x", 0.005m)) },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Promotion_that_can_not_be_is_refused_with_its_field(string field, DevicePromotion promotion) =>
        Assert.Equal(field, DevicePromotions.None.Put(promotion, 15_000).Rejection?.Field);

    [Fact]
    public void Reward_of_15_000_is_the_highest() =>
        Assert.True(DevicePromotions.None.Put(With(new("X", [], "x", 15_000)), 15_000).Accepted);

    [Theory]
    [InlineData(null, "3000")]
    [InlineData("other", "3000")]
    [InlineData("X-RED", "5000")]
    public void Best_offer_that_fits_is_meant(string? sku, string reward) =>
        Assert.Equal(reward, $"{Assert.Single(Put(Promotion).Find(Phone, sku, Start)).Reward}");

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(10 * 86_400 - 1, 1)]
    [InlineData(10 * 86_400, 0)]
    public void Promotion_runs_within_its_interval_only(int seconds, int found) =>
        Assert.Equal(found, Put(Promotion).Find(Phone, null, Start.AddSeconds(seconds)).Length);

    [Fact]
    public void Device_that_is_on_no_list_has_no_offer() =>
        Assert.Empty(Put(Promotion).Find(new Imei("352099001761481"), "x-red", Start));

    [Fact]
    public void Budget_is_never_exceeded_whatever_is_reserved_spent_and_released()
    {
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 6], Gen.Int[1, 500]).Array[0, 60].Sample(steps =>
        {
            var budget = new DeviceBudget();
            var amounts = new Dictionary<string, decimal>();
            foreach (var (what, number, amount) in steps)
            {
                var id = $"d{number}";
                budget = what switch
                {
                    0 =>
                        budget.Reserve(
                            id, amounts.TryGetValue(id, out var before) && budget.Reserved.ContainsKey(id) ? before : amounts[id] = amount,
                            1_000)
                            ?? budget,
                    1 => budget.Spend(id).Spend(id),
                    _ => budget.Release(id).Release(id),
                };
                Assert.InRange(budget.Left(1_000), 0, 1_000);
            }
        });
    }

    [Theory]
    [InlineData(3_000, 29_990, true, null)]
    [InlineData(3_000, 6_000, true, DeviceHoldReason.Price)]
    [InlineData(3_000, 6_001, true, null)]
    [InlineData(10, 10, true, DeviceHoldReason.Price)]
    [InlineData(3_000, 29_990, false, DeviceHoldReason.ShopRate)]
    public void Sale_waits_for_a_person_when_the_reward_is_much_of_the_price_or_the_shop_is_too_quick(
        decimal reward, decimal price, bool shopHasRoom, DeviceHoldReason? why) =>
        Assert.Equal(why, DevicePromotionRules.WhyHeld(new DeviceSettings().LimitsFor(100_000), reward, price, shopHasRoom));

    [Fact]
    public void Quota_is_never_exceeded_within_its_while_whatever_is_taken_and_given_back() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 8], Gen.Int[0, 30]).Array[0, 60].Sample(steps =>
        {
            var (quota, now, window) = (DeviceQuota.None, Start, TimeSpan.FromMinutes(60));
            foreach (var (take, number, minutes) in steps)
            {
                now = now.AddMinutes(minutes);
                quota = take ? quota.Take($"d{number}", 3, now - window, now) ?? quota : quota.GiveBack($"d{number}");
                Assert.InRange(quota.Uses.Count(use => use.At >= now - window), 0, 3);
                Assert.Same(quota, quota.Uses.IsEmpty ? quota : quota.Take(quota.Uses[0].Id, 1, now - window, now));
            }
        });

    [Fact]
    public void Hour_of_a_budget_begins_with_its_first_reservation_and_ends_with_it()
    {
        var budget = new DeviceBudget().Counted(100, Start).Counted(50, Start.AddMinutes(59));
        Assert.Equal(150, budget.HourReserved);
        Assert.Equal(70, budget.Counted(70, Start.AddMinutes(60)).HourReserved);
    }

    [Fact]
    public void Reservation_is_made_once_spent_once_and_released_once()
    {
        var reserved = new DeviceBudget().Reserve("a", 600, 1_000)!;
        Assert.Same(reserved, reserved.Reserve("a", 600, 1_000));
        Assert.Null(reserved.Reserve("b", 401, 1_000));
        Assert.Throws<InvalidOperationException>(() => reserved.Reserve("a", 500, 1_000));

        var spent = reserved.Spend("a");
        Assert.Equal((600m, 1L), (spent.Spent, spent.Sales));
        Assert.Same(spent, spent.Spend("a"));
        Assert.Same(spent, spent.Release("a"));
        Assert.Equal(1_000, reserved.Release("a").Left(1_000));
    }

    [Fact]
    public void Same_report_goes_on_with_the_sale_and_another_one_is_refused_until_the_wallet_has_refused()
    {
        var other = Report with { ReceiptId = "r-2" };
        var sale = DeviceSale.Start(null, Report, new("autumn", "Model X", 3_000, 100_000), Start);
        Assert.Same(sale, sale.Continue(Report)!.Value);
        Assert.Equal("device-sale-in-progress", sale.Continue(other)!.Rejection!.Type);

        var paid = sale with { Transfer = sale.Transfer.Answered(new TransferAnswer(true), Start), Settled = true };
        Assert.Same(paid, paid.Continue(Report)!.Value);
        Assert.Equal("device-already-rewarded", paid.Continue(other)!.Rejection!.Type);

        var refused = sale with { Transfer = sale.Transfer.Answered(new TransferAnswer(false, "no wallet"), Start) };
        Assert.Equal("device-sale-in-progress", refused.Continue(other)!.Rejection!.Type);
        var over = refused with { Settled = true };
        Assert.Same(over, over.Continue(Report)!.Value);
        Assert.Null(over.Continue(other));
        Assert.Equal("device:490154203237518:2", DeviceSale.Start(over, other, over.Match, Start).Key());
        Assert.Null((sale with { Exhausted = true }).Continue(Report));
    }

    private static DevicePromotion With(DeviceOffer offer) => Promotion with { Devices = [offer] };

    private static DevicePromotions Put(DevicePromotion promotion) => DevicePromotions.None.Put(promotion, 15_000).Value!;
}
