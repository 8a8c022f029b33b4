using Cashback.Programme;

namespace Cashback.Cards;

/// <summary>The terms of the Money-Weekend card, sums in rubles. Section <c>Cashback:Programme:Cards</c>.</summary>
public sealed class CardSettings : ICheckedSettings
{
    /// <summary>
    /// Name → percentage, merchant category codes and merchants. A code stands in one list only; <c>*</c> is every other
    /// code. A merchant's list goes before the codes: so the operator's own clinics earn what other clinics do not.
    /// </summary>
    public Dictionary<string, CardCategorySettings> Categories { get; set; } = new()
    {
        ["leisure"] = new() { Percent = 10, Codes = "5815-5816,5992" },
        ["everyday"] = new() { Percent = 5, Codes = "4121,5611,5621,5631,5641,5651,5655,5661,5681,5691,5699,5812-5814,5940-5941" },
        ["other"] = new() { Percent = 1, Codes = MerchantCategories.EveryOther },
    };

    /// <summary>
    /// Codes that earn nothing: cash and what is as good as cash, telephone and utility bills, games of chance, taxes and
    /// fines.
    /// </summary>
    public string ExcludedCodes { get; set; } =
        "4812-4829,4900,6010-6012,6050-6051,6211,6300,6529-6540,7800-7802,7995,9211-9405";

    /// <summary>The most that is credited in a month.</summary>
    public decimal MonthlyCap { get; set; } = 3_000;

    public decimal Fee { get; set; } = 99;

    /// <summary>The month of issue and those after it that are free.</summary>
    public int FeeFreeMonths { get; set; } = 2;

    public decimal FeeFreeTurnover { get; set; } = 15_000;

    public decimal FeeFreeBalance { get; set; } = 30_000;

    /// <summary>From this balance on it earns <see cref="InterestPercent"/> a year …</summary>
    public decimal InterestFrom { get; set; } = 1_000;

    public decimal InterestPercent { get; set; } = 6;

    /// <summary>… and what lies above this one earns <see cref="HighInterestPercent"/>.</summary>
    public decimal HighInterestFrom { get; set; } = 300_000;

    public decimal HighInterestPercent { get; set; } = 4;

    public decimal WithdrawalsADay { get; set; } = 50_000;

    /// <summary>From a debit card.</summary>
    public decimal WithdrawalsAMonth { get; set; } = 300_000;

    /// <summary>From a credit card.</summary>
    public decimal CreditWithdrawalsAMonth { get; set; } = 600_000;

    /// <summary>Commission on credit money taken at a machine: a percentage, and a fixed sum each time.</summary>
    public decimal MachinePercent { get; set; } = 3.9m;

    public decimal MachineFixed { get; set; } = 350;

    /// <summary>Commission on credit money taken at a desk.</summary>
    public decimal DeskPercent { get; set; } = 4;

    public IEnumerable<string> Faults()
    {
        foreach (var (setting, sum) in Sums())
        {
            if (sum < 0 || !Kopecks.AreWhole(sum))
            {
                yield return CheckedSettings.Fault(setting, sum, "rubles of at least 0, with at most two decimals");
            }
        }

        foreach (var (setting, percent) in Percentages())
        {
            if (percent is < 0 or > 100)
            {
                yield return CheckedSettings.Fault(setting, percent, "a percentage from 0 to 100");
            }
        }

        if (FeeFreeMonths is < 0 or > 1_200)
        {
            yield return CheckedSettings.Fault(nameof(FeeFreeMonths), FeeFreeMonths, "a number of months from 0 to 1200");
        }

        if (HighInterestFrom <= InterestFrom)
        {
            yield return CheckedSettings.Fault(nameof(HighInterestFrom), HighInterestFrom, $"a sum above that of {nameof(InterestFrom)}");
        }

        if (MerchantCategories.Fault(this) is { } codes)
        {
            yield return CheckedSettings.Fault(codes.Setting, codes.Value, codes.Expected);
        }
    }

    /// <exception cref="FormatException">The settings have faults.</exception>
    public CardTerms ToTerms(CardProduct product = CardProduct.Debit) => new()
    {
        Categories =
        [
            .. Categories.Select(
                category => new CardCategory(category.Key, category.Value.Percent, category.Value.Codes, category.Value.Merchants))
                .OrderByDescending(category => category.Percent).ThenBy(category => category.Name, StringComparer.Ordinal),
        ],
        ExcludedCodes = ExcludedCodes,
        MonthlyCap = MonthlyCap,
        Fee = Fee,
        FeeFreeMonths = FeeFreeMonths,
        FeeFreeTurnover = FeeFreeTurnover,
        FeeFreeBalance = FeeFreeBalance,
        Interest = [new(InterestFrom, InterestPercent), new(HighInterestFrom, HighInterestPercent)],
        WithdrawalsADay = WithdrawalsADay,
        WithdrawalsAMonth = product == CardProduct.Credit ? CreditWithdrawalsAMonth : WithdrawalsAMonth,
        MachinePercent = MachinePercent,
        MachineFixed = MachineFixed,
        DeskPercent = DeskPercent,
    };

    private IEnumerable<(string, decimal)> Sums() =>
    [
        (nameof(MonthlyCap), MonthlyCap),
        (nameof(Fee), Fee),
        (nameof(FeeFreeTurnover), FeeFreeTurnover),
        (nameof(FeeFreeBalance), FeeFreeBalance),
        (nameof(InterestFrom), InterestFrom),
        (nameof(HighInterestFrom), HighInterestFrom),
        (nameof(WithdrawalsADay), WithdrawalsADay),
        (nameof(WithdrawalsAMonth), WithdrawalsAMonth),
        (nameof(CreditWithdrawalsAMonth), CreditWithdrawalsAMonth),
        (nameof(MachineFixed), MachineFixed),
    ];

    private IEnumerable<(string, decimal)> Percentages() =>
    [
        (nameof(InterestPercent), InterestPercent),
        (nameof(HighInterestPercent), HighInterestPercent),
        (nameof(MachinePercent), MachinePercent),
        (nameof(DeskPercent), DeskPercent),
        .. Categories.Select(category => ($"{nameof(Categories)}:{category.Key}:Percent", category.Value.Percent)),
    ];
}

public sealed class CardCategorySettings
{
    /// <summary>10 means 10 %.</summary>
    public decimal Percent { get; set; }

    /// <summary>Codes and ranges with commas between: <c>5811-5814,7832</c>; or <c>*</c>.</summary>
    public string Codes { get; set; } = "";

    /// <summary>Merchants as the bank's feed names them, with semicolons between; case and repeated blanks do not matter.</summary>
    public string Merchants { get; set; } = "";
}
