using System.Globalization;

namespace Cashback.Networks;

/// <summary>What the form of a time must be like.</summary>
internal static class TimeRules
{
    private const int PatternMax = 64;
    private static readonly DateTimeOffset Example = new(2026, 11, 5, 16, 7, 8, TimeSpan.Zero);

    public static IEnumerable<NetworkFault> Faults(string entry, TimeFormat? format)
    {
        if (format is null || !Enum.IsDefined(format.Form))
        {
            yield return new(entry, new("The form of a time is expected.", "Нужен формат времени."));
            yield break;
        }

        if ((format.Pattern is not null) != (format.Form == TimeForm.Pattern) || format.Pattern is { } pattern && !IsPattern(pattern))
        {
            yield return new(
                $"{entry}.pattern", new(
                    "A pattern like yyyy-MM-dd HH:mm:ss that holds a whole date is expected for the form 'pattern', and only there.",
                    "Для формата pattern, и только для него, нужен шаблон с полной датой вроде yyyy-MM-dd HH:mm:ss."));
            yield break;
        }

        var needed = format.Form == TimeForm.Pattern && !TimeReader.BearsOffset(format.Pattern!);
        var unix = format.Form is TimeForm.UnixSeconds or TimeForm.UnixMilliseconds;
        if ((needed && format.Zone is null) || (unix && format.Zone is not null)
            || format.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            yield return new($"{entry}.zone", new(
                "A known time zone like UTC or Europe/Moscow is expected where the text bears no offset.",
                "Если в тексте нет смещения, нужен известный часовой пояс, например UTC или Europe/Moscow."));
        }
    }

    /// <summary>It writes a day so that it reads the same day back.</summary>
    private static bool IsPattern(string pattern)
    {
        try
        {
            return pattern.Length is > 1 and <= PatternMax
                && DateTimeOffset.TryParseExact(
                    Example.ToString(pattern, CultureInfo.InvariantCulture), pattern, CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal, out var read)
                && read.Date == Example.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
