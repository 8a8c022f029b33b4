namespace Cashback.Cards;

/// <summary>The credit card's commission on cash: none on the card's own money, and on credit money by the place it is taken at.</summary>
internal static class WithdrawalCommission
{
    public const string Machine = "machine";
    public const string Desk = "desk";
    private const string DeskCode = "6010";

    /// <summary>By the merchant category code: 6010 is a bank's desk, everything else a machine.</summary>
    public static string PlaceOf(string? mcc) => mcc == DeskCode ? Desk : Machine;

    /// <param name="balance">Before the withdrawal; what is below zero is credit money in use.</param>
    public static (decimal OwnMoney, decimal Commission) Of(
        CardTerms terms, CardProduct product, string place, decimal amount, decimal balance)
    {
        if (product != CardProduct.Credit)
        {
            return (amount, 0);
        }

        var own = Math.Clamp(balance, 0, amount);
        var credit = amount - own;
        return (own, credit == 0 ? 0
            : place == Desk ? Kopecks.Round(credit * terms.DeskPercent / 100)
            : Kopecks.Round(credit * terms.MachinePercent / 100) + terms.MachineFixed);
    }
}
