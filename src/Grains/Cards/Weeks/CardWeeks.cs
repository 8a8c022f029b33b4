namespace Cashback.Cards;

/// <summary>
/// The card programme's weeks, Monday to Sunday in the programme's calendar. A week is credited on Friday of the week
/// after it; what comes after that Friday has begun counts with the Friday to come.
/// </summary>
internal static class CardWeeks
{
    private const int MondayToCredit = 11;

    /// <summary>The Monday of the week that a day is in.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The Friday that credits the week, if all of it is known in time.</summary>
    public static DateOnly CreditOf(DateOnly week) => week.AddDays(MondayToCredit);

    /// <summary>The Friday that credits what is reported today of a week.</summary>
    public static DateOnly CreditOf(DateOnly week, DateOnly today) => today < CreditOf(week) ? CreditOf(week) : FridayAfter(today);

    /// <summary>The first Friday after the day; after a Friday, the next one.</summary>
    public static DateOnly FridayAfter(DateOnly day) => day.AddDays(7 - (((int)day.DayOfWeek + 2) % 7));

    /// <summary>The Friday on which a month's statement is closed: the one that credits its last day.</summary>
    public static DateOnly ClosingOf(YearMonth month) => CreditOf(WeekOf(LastDayOf(month)));

    public static DateOnly FirstDayOf(YearMonth month) => new(month.Year, month.Month, 1);

    public static DateOnly LastDayOf(YearMonth month) => FirstDayOf(month.Next).AddDays(-1);

    public static YearMonth MonthOf(DateOnly day) => new(day.Year, day.Month);
}
