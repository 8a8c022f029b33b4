namespace Cashback.Claims;

/// <summary>When an order was made, as people give it: many know the day and not the hour, and write midnight.</summary>
public static class OrderDay
{
    /// <summary>A day without an hour as the beginning of that day in the programme's calendar; a time stays as it is.</summary>
    public static DateTimeOffset Normal(DateTimeOffset orderedAt, ProgrammeCalendar calendar) =>
        DayOf(orderedAt, calendar) is { } day ? calendar.StartOf(day) : orderedAt;

    /// <summary>The last moment that it can mean: of a day without an hour the end of the day.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset orderedAt, ProgrammeCalendar calendar) =>
        DayOf(orderedAt, calendar) is { } day ? calendar.StartOf(day.AddDays(1)).AddTicks(-1) : orderedAt;

    /// <summary>The day, where there is no hour: it is midnight by the offset that was sent, or by the programme's calendar.</summary>
    private static DateOnly? DayOf(DateTimeOffset orderedAt, ProgrammeCalendar calendar) =>
        orderedAt.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(orderedAt.DateTime)
        : calendar.Local(orderedAt).TimeOfDay == TimeSpan.Zero ? calendar.DayOf(orderedAt)
        : null;
}
