using System.Globalization;

namespace Cashback.Api.Account;

/// <summary>A day of the programme's calendar in a query, or a month for its first or last day.</summary>
internal static class CalendarDays
{
    private const string DayForm = "yyyy-MM-dd";

    public static LocalText Expected { get; } = new(
        "A day or a month is expected, for example 2026-11-30 or 2026-11.", "Нужна дата или месяц, например 2026-11-30 или 2026-11.");

    public static LocalText Order { get; } =
        new("The first day is expected before the last one.", "Первый день должен быть раньше последнего.");

    /// <summary>Null: the text is neither.</summary>
    public static DateOnly? First(string text) => Read(text, _ => 1);

    /// <summary>Null: the text is neither.</summary>
    public static DateOnly? Last(string text) => Read(text, month => DateTime.DaysInMonth(month.Year, month.Month));

    // The calendar's ends are left out: a day more must be one.
    private static DateOnly? Read(string text, Func<YearMonth, int> dayOf)
    {
        var day = default(DateOnly);
        if (YearMonth.TryParse(text, out var month))
        {
            day = new DateOnly(month.Year, month.Month, dayOf(month));
        }
        else if (!DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return null;
        }

        return day.Year is >= 2000 and <= 9000 ? day : null;
    }
}
