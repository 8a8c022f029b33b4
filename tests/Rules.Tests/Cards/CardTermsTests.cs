using Cashback.Cards;

namespace Cashback.Rules.Tests.Cards;

/// <summary>The terms of the card, each rule by itself.</summary>
public sealed class CardTermsTests
{
    private static readonly CardTerms Terms = new CardSettings().ToTerms();

    [Theory]
    [InlineData("5815", 10)]
    [InlineData("5816", 10)]
    [InlineData("5992", 10)]
    [InlineData("4121", 5)]
    [InlineData("5812", 5)]
    [InlineData("5813", 5)]
    [InlineData("5814", 5)]
    [InlineData("5621", 5)]
    [InlineData("5651", 5)]
    [InlineData("5655", 5)]
    [InlineData("5661", 5)]
    [InlineData("5941", 5)]
    [InlineData("5541", 1)]
    [InlineData("5912", 1)]
    [InlineData("7996", 1)]
    [InlineData("5732", 1)]
    [InlineData("5411", 1)]
    [InlineData("8011", 1)]
    [InlineData("0742", 1)]
    [InlineData("6011", 0)]
    [InlineData("6010", 0)]
    [InlineData("7995", 0)]
    [InlineData("4829", 0)]
    public void Category_of_a_merchant_decides_the_percentage(string mcc, decimal percent) =>
        Assert.Equal(percent, new MerchantCategories(Terms).PercentOf(mcc));

    [Theory]
    [InlineData("8011", "Клиника Оператора", 10)]
    [InlineData("8062", "  клиника   ОПЕРАТОРА ", 10)]
    [InlineData("5411", "Клиника Оператора", 10)]
    [InlineData("8062", "Другая клиника", 1)]
    [InlineData("8062", null, 1)]
    [InlineData("7995", "Клиника Оператора", 10)]
    public void Merchants_list_goes_before_the_codes(string mcc, string? merchant, decimal percent)
    {
        var settings = new CardSettings();
        settings.Categories["leisure"].Merchants = "Клиника Оператора; Вторая клиника";
        Assert.Equal(percent, new MerchantCategories(settings.ToTerms()).PercentOf(mcc, merchant));
    }

    [Fact]
    public void Credit_cards_cash_limit_of_a_month_is_600_000_and_the_days_is_that_of_a_debit_card()
    {
        var credit = new CardSettings().ToTerms(CardProduct.Credit);
        Assert.Equal((50_000m, 600_000m), (WithdrawalLimits.LeftToday(credit, 0, 0), WithdrawalLimits.LeftThisMonth(credit, 0)));
        Assert.Equal(300_000m, WithdrawalLimits.LeftThisMonth(Terms, 0));
    }

    [Theory]
    [InlineData(CardTransactionKind.Purchase, "100.00", "10", "10.00")]
    [InlineData(CardTransactionKind.Purchase, "0.04", "10", "0.00")]
    [InlineData(CardTransactionKind.Purchase, "0.05", "10", "0.01")]
    [InlineData(CardTransactionKind.Purchase, "1299.49", "5", "64.97")]
    [InlineData(CardTransactionKind.Purchase, "0.50", "1", "0.01")]
    [InlineData(CardTransactionKind.Refund, "0.50", "1", "-0.01")]
    [InlineData(CardTransactionKind.Refund, "1299.49", "5", "-64.97")]
    [InlineData(CardTransactionKind.TopUp, "1000", "10", "0")]
    [InlineData(CardTransactionKind.Withdrawal, "1000", "10", "0")]
    public void Cashback_is_to_the_kopeck_halves_away_from_zero_and_a_refunds_is_the_opposite(
        CardTransactionKind kind, decimal amount, decimal percent, decimal cashback) =>
        Assert.Equal(cashback, TransactionCashback.Of(kind, amount, percent));

    [Theory]
    [InlineData(850, 0, 3000, 850, 0, 0)]
    [InlineData(350, 0, 200, 200, 150, 0)]
    [InlineData(350, 0, 0, 0, 350, 0)]
    [InlineData(-120, 0, 3000, 0, 0, -120)]
    [InlineData(100, -120, 3000, 0, 0, -20)]
    [InlineData(100, -20, 3000, 80, 0, 0)]
    [InlineData(100, 50, 3000, 150, 0, 0)]
    [InlineData(4000, -500, 3000, 3000, 500, 0)]
    public void Friday_credits_what_fits_and_carries_what_is_below_zero(
        decimal earned, decimal carriedIn, decimal room, decimal amount, decimal overLimit, decimal carriedOut) =>
        Assert.Equal(new WeeklyCredit(amount, overLimit, carriedOut), WeeklyCredit.Of(earned, carriedIn, room));

    [Theory]
    [InlineData("2026-11", 0, 0, 0, "firstMonths")]
    [InlineData("2026-12", 0, 0, 0, "firstMonths")]
    [InlineData("2027-01", 0, 0, 99, null)]
    [InlineData("2027-01", 14999.99, 29999.99, 99, null)]
    [InlineData("2027-01", 15000, 0, 0, "turnover")]
    [InlineData("2027-01", 0, 30000, 0, "balance")]
    [InlineData("2027-01", 15000, 30000, 0, "turnover")]
    public void Fee_is_99_unless_one_of_its_waivers_holds(string month, decimal turnover, decimal lowest, decimal fee, string? waiver) =>
        Assert.Equal(
            new MonthlyFeeDue(fee, waiver), MonthlyFee.Of(Terms, YearMonth.Parse(month), new YearMonth(2026, 11), turnover, lowest));

    [Theory]
    [InlineData("999.99", "0")]
    [InlineData("1000", "60")]
    [InlineData("100000", "6000")]
    [InlineData("300000", "18000")]
    [InlineData("300001", "18000.04")]
    [InlineData("400000", "22000")]
    [InlineData("-500", "0")]
    public void Interest_is_six_percent_a_year_from_1_000_and_four_on_what_lies_above_300_000(decimal balance, decimal ofAYear) =>
        Assert.Equal(ofAYear, BalanceInterest.OfAYear(Terms.Interest, balance));

    [Fact]
    public void Interest_of_a_month_is_rounded_once_and_goes_by_each_days_balance()
    {
        // 15 days of 100 000 and 15 below the threshold: 15 × 6000 / 365 = 246.575….
        var balances = Enumerable.Repeat(100_000m, 15).Concat(Enumerable.Repeat(999m, 15));
        Assert.Equal(246.58m, BalanceInterest.Of(Terms.Interest, 2026, balances));
        Assert.Equal(245.90m, BalanceInterest.Of(Terms.Interest, 2028, Enumerable.Repeat(100_000m, 15)));
    }

    [Theory]
    [InlineData(CardProduct.Credit, "machine", 1000, 5000, 1000, 0)]
    [InlineData(CardProduct.Credit, "machine", 1000, 400, 400, 373.40)]
    [InlineData(CardProduct.Credit, "machine", 1000, 0, 0, 389)]
    [InlineData(CardProduct.Credit, "machine", 1000, -700, 0, 389)]
    [InlineData(CardProduct.Credit, "desk", 1000, 400, 400, 24)]
    [InlineData(CardProduct.Credit, "desk", 1000, 0, 0, 40)]
    [InlineData(CardProduct.Credit, "desk", 1000, 1000, 1000, 0)]
    [InlineData(CardProduct.Debit, "machine", 1000, 0, 1000, 0)]
    public void Commission_is_on_credit_money_only_by_the_place(
        CardProduct product, string place, decimal amount, decimal balance, decimal own, decimal commission) =>
        Assert.Equal((own, commission), WithdrawalCommission.Of(Terms, product, place, amount, balance));

    [Theory]
    [InlineData("6010", "desk")]
    [InlineData("6011", "machine")]
    [InlineData(null, "machine")]
    public void Code_tells_desk_from_machine(string? mcc, string place) => Assert.Equal(place, WithdrawalCommission.PlaceOf(mcc));

    [Theory]
    [InlineData(0, 0, 50_000, 300_000)]
    [InlineData(20_000, 20_000, 30_000, 280_000)]
    [InlineData(0, 290_000, 10_000, 10_000)]
    [InlineData(60_000, 310_000, 0, 0)]
    public void Day_and_month_limit_what_can_be_withdrawn(decimal today, decimal month, decimal leftToday, decimal leftThisMonth)
    {
        Assert.Equal(leftToday, WithdrawalLimits.LeftToday(Terms, today, month));
        Assert.Equal(leftThisMonth, WithdrawalLimits.LeftThisMonth(Terms, month));
    }

    [Theory]
    [InlineData("1299.905", false)]
    [InlineData("1299.90", true)]
    [InlineData("1299.900", true)]
    public void Whole_kopecks_are_told_from_fractions(decimal amount, bool whole) => Assert.Equal(whole, Kopecks.AreWhole(amount));
}
