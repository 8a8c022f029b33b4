using Cashback.Purchases;
using Cashback.Receipts;
using CsCheck;

namespace Cashback.Rules.Tests.Receipts;

public sealed class ReceiptMatchingTests
{
    private static readonly DateTime Bought = new(2026, 11, 10, 12, 0, 0);

    [Theory]
    [InlineData("молоко", "*Молоко   ДОМИК 3,2% 1л", true)]
    [InlineData("домик молоко", "*Молоко   ДОМИК 3,2% 1л", true)]
    [InlineData("мёд", "МЕД ЦВЕТОЧНЫЙ 500г", true)]
    [InlineData("мед", "Мёд цветочный", true)]
    [InlineData("шоко*", "Шоколадка", true)]
    [InlineData("шоко", "Шоколадка", false)]
    [InlineData("чай", "Чайник электрический", false)]
    [InlineData("coca-cola", "Напиток COCA COLA 0.5", true)]
    [InlineData("молоко кефир", "Молоко", false)]
    [InlineData("молоко", "", false)]
    public void Name_of_goods_matches_whatever_its_case_padding_and_letters(string pattern, string name, bool matches) =>
        Assert.Equal(matches, GoodsText.Matches(pattern, name));

    [Fact]
    public void Best_single_promotion_counts_for_a_line_and_the_receipt_is_rounded_once()
    {
        // 3 × 10.30 at 5 % = 1.545: a line by itself would give 1 each.
        var receipt = Receipt(("Молоко", 10.30m), ("Молоко", 10.30m), ("Молоко", 10.30m), ("Хлеб", 100));

        var worth = ReceiptMatching.Of(receipt, [Promotion("a", 3), Promotion("b", 5), Promotion("c", 4)], ProgrammeCalendar.Moscow);

        Assert.Equal(2, worth.Bonuses);
        Assert.Equal(["b", "b", "b", null], worth.Lines.Select(line => line.PromotionId));
        Assert.Equal("Milk b", worth.Subject);
    }

    [Theory]
    [InlineData(0.49, 0)]
    [InlineData(0.50, 1)]
    [InlineData(1.30, 1)]
    [InlineData(1.80, 2)]
    [InlineData(2.50, 3)]
    public void Rounding_is_the_purchases(decimal raw, long bonuses) =>
        Assert.Equal(bonuses, ReceiptMatching.Of(Receipt(("Молоко", raw * 20)), [Promotion("a", 5)], ProgrammeCalendar.Moscow).Bonuses);

    [Fact]
    public void Rounding_down_is_the_programmes_setting()
    {
        var worth = ReceiptMatching.Of(Receipt(("Молоко", 39.80m)), [Promotion("a", 5)], ProgrammeCalendar.Moscow, RoundingPolicy.Down);

        Assert.Equal(1, worth.Bonuses);
    }

    public static TheoryData<string, ReceiptPromotion, bool> Conditions => new()
    {
        { "goods only", Promotion("p", 5), true },
        { "its retailer", Promotion("p", 5) with { Retailers = ["7825706086"] }, true },
        { "another retailer", Promotion("p", 5) with { Retailers = ["7700000000"] }, false },
        { "retailer alone", Promotion("p", 5) with { Retailers = ["7825706086"], Goods = [] }, true },
        { "its brand", Promotion("p", 5) with { Brand = "домик" }, true },
        { "another brand", Promotion("p", 5) with { Brand = "простоквашино" }, false },
        { "region by code", Promotion("p", 5) with { Regions = ["50", "77"] }, true },
        { "region by name", Promotion("p", 5) with { Regions = ["Москва"] }, true },
        { "another region", Promotion("p", 5) with { Regions = ["27", "Хабаровск"] }, false },
        { "minimum reached", Promotion("p", 5) with { MinSum = 100 }, true },
        { "below the minimum, which other goods do not fill", Promotion("p", 5) with { MinSum = 100.01m }, false },
        { "begins that minute", Promotion("p", 5) with { From = At(Bought) }, true },
        { "begins after", Promotion("p", 5) with { From = At(Bought.AddSeconds(1)) }, false },
        { "ends after", Promotion("p", 5) with { To = At(Bought.AddSeconds(1)) }, true },
        { "ends that minute", Promotion("p", 5) with { To = At(Bought) }, false },
    };

    [Theory, MemberData(nameof(Conditions))]
    public void Promotion_holds_where_all_of_its_conditions_do(string what, ReceiptPromotion promotion, bool holds)
    {
        var worth = ReceiptMatching.Of(Receipt(("Молоко Домик", 100), ("Хлеб", 0.01m)), [promotion], ProgrammeCalendar.Moscow);

        Assert.True(holds == (worth.Lines[0].PromotionId == "p"), what);
    }

    public static TheoryData<string, ReceiptReason, ReceiptPromotion[]> Nothing => new()
    {
        { "no promotion at all", ReceiptReason.NoPromotion, [] },
        { "of another shop", ReceiptReason.NoPromotion, [Promotion("p", 5) with { Retailers = ["7700000000"] }] },
        { "over", ReceiptReason.PromotionOver, [Promotion("p", 5) with { To = At(Bought) }] },
        { "not begun", ReceiptReason.PromotionNotBegun, [Promotion("p", 5) with { From = At(Bought.AddDays(1)) }] },
        { "another region", ReceiptReason.OtherRegion, [Promotion("p", 5) with { Regions = ["27"] }] },
        { "below the minimum", ReceiptReason.BelowMinSum, [Promotion("p", 5) with { MinSum = 100.01m }] },
        { "other goods", ReceiptReason.OtherGoods, [Promotion("p", 5) with { Goods = ["кефир"] }] },
        { "the nearest of several", ReceiptReason.BelowMinSum,
            [Promotion("a", 5) with { Goods = ["кефир"] }, Promotion("p", 5) with { MinSum = 500 }, Promotion("c", 5) with { To = At(Bought) }] },
        { "a promotion of its own before one of all shops", ReceiptReason.PromotionOver,
            [Promotion("a", 5) with { Goods = ["кефир"] }, Promotion("p", 5) with { Retailers = ["7825706086"], Goods = [], To = At(Bought) }] },
    };

    [Theory, MemberData(nameof(Nothing))]
    public void Receipt_that_earns_nothing_says_which_condition_kept_it_away(
        string what, ReceiptReason reason, ReceiptPromotion[] promotions)
    {
        var worth = ReceiptMatching.Of(Receipt(("Молоко Домик", 100), ("Хлеб", 1_000)), promotions, ProgrammeCalendar.Moscow);
        Assert.True(reason == worth.Reason, $"{what}: {worth.Reason}");
        Assert.Equal(
            reason == ReceiptReason.NoPromotion ? null : reason == ReceiptReason.OtherGoods ? promotions[0].Id : "p", worth.Missed?.Id);
    }

    [Fact]
    public void Both_sums_are_told_where_one_is_too_small()
    {
        var missed = ReceiptMatching.Of(
            Receipt(("Молоко Домик", 100), ("Хлеб", 1_000)), [Promotion("p", 5) with { MinSum = 300 }], ProgrammeCalendar.Moscow).Missed!;
        Assert.Equal((300m, 100m), (missed.MinSum, missed.Sum));
    }

    [Fact]
    public void Receipt_that_earns_has_no_reason_and_one_that_earns_nothing_always_has_one() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[-3, 3], Gen.Bool, Gen.Bool, Gen.Bool).Sample((minSum, days, shop, region, goods) =>
        {
            var promotion = Promotion("p", 5) with
            {
                MinSum = minSum,
                From = At(Bought.AddDays(days)),
                To = At(Bought.AddDays(days + 2)),
                Retailers = shop ? ["7825706086"] : ["7700000000"],
                Regions = region ? [] : ["27"],
                Goods = goods ? ["молоко"] : ["кефир"],
            };
            var worth = ReceiptMatching.Of(Receipt(("Молоко", 200)), [promotion], ProgrammeCalendar.Moscow);
            return (worth.Subject is null) == (worth.Reason is not null) && (worth.Subject is not null || worth.Bonuses == 0);
        });

    [Fact]
    public void Receipt_without_goods_of_a_promotion_is_worth_nothing()
    {
        var worth = ReceiptMatching.Of(Receipt(("Хлеб", 100), ("Молоко", 0)), [Promotion("a", 5)], ProgrammeCalendar.Moscow);

        Assert.Equal((0, null), (worth.Bonuses, worth.Subject));
    }

    internal static FiscalReceipt Receipt(params (string Name, decimal Sum)[] lines) => new(
        new ReceiptName("8710000101125654", "99456", "1250448795"),
        1,
        Bought,
        lines.Sum(line => line.Sum),
        "7825706086",
        "Shop",
        "125009, г.Москва, ул. Тверская",
        "77",
        [.. lines.Select(line => new FiscalLine(line.Name, 1, line.Sum))]);

    private static ReceiptPromotion Promotion(string id, decimal percent) => new()
    {
        Id = id,
        Name = "Milk " + id,
        Goods = ["молоко"],
        Percent = percent,
        From = At(Bought.AddDays(-1)),
    };

    private static DateTimeOffset At(DateTime wallClock) => new(wallClock, TimeSpan.FromHours(3));
}
