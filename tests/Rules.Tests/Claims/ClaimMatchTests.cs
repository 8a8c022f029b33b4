using Cashback.Claims;
using Cashback.Networks;
using Cashback.Purchases;
using Cashback.Rules.Tests.Subscribers;

namespace Cashback.Rules.Tests.Claims;

/// <summary>Lines of a report that name no visit.</summary>
public sealed class ClaimMatchTests
{
    private static readonly DateTimeOffset Ordered = Given.Now.AddHours(1);

    [Fact]
    public void Line_fits_by_number_amount_and_day() => Assert.True(Claim().Fits("admitad", "1", Line()));

    [Theory]
    [InlineData(" # a-1 ")]
    [InlineData("№A-1")]
    public void Order_number_fits_as_people_write_it(string number) =>
        Assert.True((Claim() with { OrderId = number }).Fits("admitad", "1", Line()));

    [Fact]
    public void What_is_known_of_the_order_must_all_be_right()
    {
        Assert.False(Claim().Fits("actionpay", "1", Line()));
        Assert.False(Claim().Fits("admitad", "1", Line() with { OrderId = "A-2" }));
        Assert.False(Claim().Fits("admitad", "1", Line() with { OrderId = null }));
        Assert.False(Claim().Fits("admitad", "1", Line() with { Amount = Money.Rubles(999.99m) }));
        Assert.False(Claim().Fits("admitad", "1", Line() with { Amount = new Money(1_000, "USD") }));
        Assert.False(Claim().Fits("admitad", "1", Line() with { OrderedAt = null }));
        Assert.False(Claim().Fits("admitad", "1", Line() with { OrderedAt = Ordered.AddDays(1).AddTicks(1) }));
    }

    [Theory]
    [InlineData(ClaimStatus.Waiting)]
    [InlineData(ClaimStatus.Found)]
    [InlineData(ClaimStatus.Declined)]
    public void Only_an_open_claim_is_answered(ClaimStatus status) => Assert.False((Claim() with { Status = status }).Fits("admitad", "1", Line()));

    [Fact]
    public void Visit_after_the_order_does_not_make_it_ones_own_but_a_day_without_an_hour_is_the_whole_day()
    {
        var late = Claim() with { ClickedAt = Ordered.AddMinutes(6) };
        Assert.False(late.Fits("admitad", "1", Line()));
        Assert.True((late with { ClickedAt = Ordered.AddMinutes(5) }).Fits("admitad", "1", Line()));

        var day = new DateTimeOffset(Ordered.Date, Ordered.Offset);
        Assert.True(
            (late with { ClickedAt = day.AddHours(20), OrderedAt = day.AddHours(21) }).Fits("admitad", "1", Line() with { OrderedAt = day }));
        Assert.False(
            (late with { ClickedAt = day.AddHours(25), OrderedAt = day.AddHours(21) }).Fits("admitad", "1", Line() with { OrderedAt = day }));
    }

    [Fact]
    public void Claim_with_a_line_takes_no_other()
    {
        Assert.False((Claim() with { LineId = "2" }).Fits("admitad", "1", Line()));
        Assert.True((Claim() with { LineId = "1" }).Fits("admitad", "1", Line()));
        Assert.False((Claim() with { PurchaseId = "admitad:shop:2" }).Fits("admitad", "1", Line()));
        Assert.True((Claim() with { PurchaseId = "admitad:shop:1" }).Fits("admitad", "1", Line()));
    }

    private static MessageLine Line() => new("1", ReportedStatus.Confirmed, Money.Rubles(1_000), "A-1", null, Ordered, null, null);

    private static Claim Claim() => new()
    {
        Id = "c-1",
        SubscriberId = Given.Id,
        StoreId = "shop",
        StoreName = "Shop",
        Network = "admitad",
        ClickId = "click",
        ClickedAt = Given.Now,
        OrderId = "A-1",
        Amount = Money.Rubles(1_000),
        OrderedAt = Ordered,
        FiledAt = Given.Now.AddDays(3),
        GoesAt = Given.Now.AddDays(3),
        Status = ClaimStatus.Open,
    };
}
