namespace Cashback;

/// <summary>
/// The programme's calendar: which month an instant belongs to, when the 1st begins.
/// Europe/Moscow by default (a setting), whatever zone the server or the client is in.
/// </summary>
public sealed class ProgrammeCalendar(TimeZoneInfo zone)
{
    public static ProgrammeCalendar Moscow { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"));

    public TimeZoneInfo Zone => zone;

    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    public YearMonth MonthOf(DateTimeOffset instant)
    {
        var local = Local(instant);
        return new(local.Year, local.Month);
    }

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>The instant at which the month begins: its 1st at 00:00.</summary>
    public DateTimeOffset StartOf(YearMonth month) => StartOf(new DateOnly(month.Year, month.Month, 1));

    /// <summary>The instant at which the day begins.</summary>
    public DateTimeOffset StartOf(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>The instant at which it is this time on this day.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
