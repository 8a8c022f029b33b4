namespace Cashback.Cards;

/// <summary>Ids of cards are the bank's own, never the numbers that are printed on them: those have no place here.</summary>
public static class CardIds
{
    private const int LengthMax = 40;
    private const int NumberMin = 12;
    private const int NumberMax = 19;

    /// <summary>What is wrong with an id, as a text that does not repeat it; null: nothing.</summary>
    public static LocalText? Fault(string? cardId) =>
        cardId is not { Length: > 0 and <= LengthMax }
            || !cardId.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? new(
                $"The bank's id of the card is expected: 1 to {LengthMax} characters of A-Z, a-z, 0-9, '-' and '_'.",
                $"Нужен id карты, присвоенный банком: от 1 до {LengthMax} символов A-Z, a-z, 0-9, «-» и «_».")
        : IsNumber(cardId) ? new(
            "This looks like the number of a card; the bank's own id of it is expected.",
            "Похоже на номер карты; нужен id карты, присвоенный банком.")
        : null;

    private static bool IsNumber(string text)
    {
        var digits = text.Replace("-", "", StringComparison.Ordinal);
        return digits.Length is >= NumberMin and <= NumberMax && digits.All(char.IsAsciiDigit);
    }
}
