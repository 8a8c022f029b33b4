using System.Globalization;

namespace Cashback.Messages;

/// <summary>When nobody is to be disturbed: daily, by the programme's calendar. May go over midnight.</summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    public const string Never = "none";

    /// <summary>Reads <c>22:00-09:00</c>; <c>none</c> is null.</summary>
    public static bool TryParse(string text, out QuietHours? quiet)
    {
        quiet = null;
        if (text == Never)
        {
            return true;
        }

        if (text.Split('-') is not [var from, var to] || !TryTime(from, out var start) || !TryTime(to, out var end) || start == end)
        {
            return false;
        }

        quiet = new QuietHours(start, end);
        return true;
    }

    /// <returns>When the quiet hours that are now end; null: it is not quiet.</returns>
    public DateTimeOffset? EndAfter(DateTimeOffset now, ProgrammeCalendar calendar)
    {
        var local = calendar.Local(now);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (!time.IsBetween(From, To))
        {
            return null;
        }

        var day = DateOnly.FromDateTime(local.DateTime);
        var end = calendar.At(time < To ? day : day.AddDays(1), To);
        return end > now ? end : null;
    }

    public override string ToString() => $"{From:HH\\:mm}-{To:HH\\:mm}";

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
