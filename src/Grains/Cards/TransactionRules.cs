namespace Cashback.Cards;

/// <summary>What a line of the feed must be like.</summary>
internal static class TransactionRules
{
    /// <summary>Older than this nothing counts any more: so long the card remembers what its weeks have brought.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(366);

    // The bank's clock and ours differ.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);
    private const decimal AmountMax = 100_000_000;
    private const int IdLengthMax = 64;

    /// <summary>The field at fault and what is wrong with it; null: nothing.</summary>
    public static (string Field, LocalText Error)? Fault(CardTransaction transaction, DateTimeOffset now) => transaction switch
    {
        { Id.Length: 0 or > IdLengthMax } => ("id", $"An id of 1 to {IdLengthMax} characters is expected."),
        _ when !transaction.Id.All(IsIdCharacter) => ("id", "An id of A-Z, a-z, 0-9, '-', '_', '.' and ':' is expected."),
        _ when !Enum.IsDefined(transaction.Kind) => ("kind", "This is no kind that is known."),
        { Amount: <= 0 or > AmountMax } => ("amount", $"An amount above zero and up to {AmountMax} is expected; the kind tells its direction."),
        _ when !Kopecks.AreWhole(transaction.Amount) => ("amount", "An amount has no more than two decimals."),
        { Mcc: null, Kind: CardTransactionKind.Purchase or CardTransactionKind.Refund or CardTransactionKind.Withdrawal } =>
            ("mcc", "Purchases, refunds and withdrawals need their merchant category code."),
        { Mcc: { } mcc } when mcc.Length != 4 || !mcc.All(char.IsAsciiDigit) => ("mcc", "A merchant category code has four digits."),
        _ when transaction.At > now + Ahead => ("time", "The time has not come yet."),
        _ when transaction.At < now - Oldest => ("time", $"The time is more than {Oldest.Days} days ago; this no longer counts."),
        _ => null,
    };

    /// <summary>As it is kept: to the second, so that files and messages of different precision tell the same.</summary>
    public static CardTransaction Normal(CardTransaction transaction) => transaction with
    {
        At = new DateTimeOffset(transaction.At.UtcTicks - transaction.At.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero),
        Amount = Kopecks.Round(transaction.Amount),
    };

    private static bool IsIdCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':';
}
