namespace Cashback.Messages;

/// <summary>Months as people call them.</summary>
internal static class MonthNames
{
    private static readonly string[] Nominative =
    [
        "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
    ];

    private static readonly string[] Genitive =
    [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ];

    private static readonly string[] InEnglish =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    public static string Russian(YearMonth month) => Nominative[month.Month - 1];

    /// <summary>As in "итоги ноября".</summary>
    public static string RussianGenitive(YearMonth month) => Genitive[month.Month - 1];

    public static string English(YearMonth month) => InEnglish[month.Month - 1];
}
