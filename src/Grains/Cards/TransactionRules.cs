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
        { Id.Length: 0 or > IdLengthMax } => ("id", new($"An id of 1 to {IdLengthMax} characters is expected.", $"Нужен id длиной от 1 до {IdLengthMax} символов.")),
        _ when !transaction.Id.All(IsIdCharacter) => ("id", new(
            "An id of A-Z, a-z, 0-9, '-', '_', '.' and ':' is expected.",
            "Нужен id из символов A-Z, a-z, 0-9, «-», «_», «.» и «:».")),
        _ when !Enum.IsDefined(transaction.Kind) => ("kind", new("This is no kind that is known.", "Такой вид операции неизвестен.")),
        { Amount: <= 0 or > AmountMax } => ("amount", new(
            $"An amount above zero and up to {AmountMax} is expected; the kind tells its direction.",
            $"Нужна сумма больше нуля и не больше {AmountMax}; направление задаёт вид операции.")),
        _ when !Kopecks.AreWhole(transaction.Amount) => ("amount", new(
            "An amount has no more than two decimals.",
            "В сумме не может быть больше двух знаков после запятой.")),
        { Mcc: null, Kind: CardTransactionKind.Purchase or CardTransactionKind.Refund or CardTransactionKind.Withdrawal } =>
            ("mcc", new("Purchases, refunds and withdrawals need their merchant category code.", "Для покупок, возвратов и снятия наличных нужен код категории (MCC).")),
        { Mcc: { } mcc } when mcc.Length != 4 || !mcc.All(char.IsAsciiDigit) => ("mcc", new(
            "A merchant category code has four digits.",
            "Код категории (MCC) состоит из четырёх цифр.")),
        _ when transaction.At > now + Ahead => ("time", new("The time has not come yet.", "Это время ещё не наступило.")),
        _ when transaction.At < now - Oldest => ("time", new(
            $"The time is more than {Oldest.Days} days ago; this no longer counts.",
            $"Прошло больше {Oldest.Days} дней; операция уже не учитывается.")),
        _ => null,
    };

    /// <summary>As it is kept: to the second, so that files and messages of different precision compare equal.</summary>
    public static CardTransaction Normal(CardTransaction transaction) => transaction with
    {
        At = new DateTimeOffset(transaction.At.UtcTicks - transaction.At.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero),
        Amount = Kopecks.Round(transaction.Amount),
    };

    private static bool IsIdCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':';
}
