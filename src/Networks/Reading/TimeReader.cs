using System.Globalization;

namespace Cashback.Networks;

/// <summary>Reads times in the forms that a parameter's description names, prepared once.</summary>
public sealed class TimeReader
{
    private static readonly DateTimeOffset Earliest = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeFormat[] Usual = [new TimeFormat(TimeForm.UnixSeconds)];

    private static readonly string[] Iso =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd' 'HH:mm:ss", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF", "yyyy-MM-dd' 'HH:mm", "yyyy-MM-dd",
    ];

    /// <summary>As spreadsheets write times back, whatever they were before.</summary>
    private static readonly string[] Spreadsheet = ["d.M.yyyy H:mm:ss", "d.M.yyyy H:mm", "d.M.yyyy", .. Iso];

    private const int LengthMax = 64;
    private const int TickDigits = 7;
    private const int NanosecondDigits = 9;
    private const string UsualZone = "Europe/Moscow";
    private static readonly string[] IsoWithOffset = [.. Iso[..6].Select(form => form + "zzz"), .. Iso[..6].Select(form => form + "'Z'")];
    private readonly (TimeFormat Format, TimeZoneInfo? Zone)[] _formats;
    private readonly TimeZoneInfo? _spreadsheetZone;

    /// <param name="spreadsheetZone">Also read what spreadsheets make of a time, in this zone; null: do not.</param>
    public TimeReader(NetworkParameter parameter, TimeZoneInfo? spreadsheetZone = null)
    {
        _spreadsheetZone = spreadsheetZone;
        _formats = [.. (parameter.Times ?? Usual).Select(format =>
            (format, format.Zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(format.Zone)))];
    }

    /// <summary>What a sender must write instead of what could not be read.</summary>
    public LocalText Expected
    {
        get
        {
            var forms = _formats.Select(known => FormOf(known.Format, known.Zone)).ToList();
            var english = string.Join(" or ", forms.Select(form => form.En));
            return new(
                $"{char.ToUpperInvariant(english[0])}{english[1..]} is expected.",
                $"Нужно {string.Join(" или ", forms.Select(form => form.Ru))}.");
        }
    }

    public bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length > LengthMax)
        {
            return false;
        }

        text = WithoutNanoseconds(text);
        foreach (var (format, zone) in _formats)
        {
            if (TryRead(text, format, zone, out time) && IsInRange(time))
            {
                return true;
            }
        }

        return TryReadLocal(text, Spreadsheet, _spreadsheetZone, out time) && IsInRange(time);
    }

    /// <summary>The zone of the network's times, as far as its description tells it.</summary>
    internal static TimeZoneInfo ZoneOf(params IEnumerable<NetworkParameter?> times) => TimeZoneInfo.FindSystemTimeZoneById(
        times.SelectMany(parameter => parameter?.Times ?? []).Select(format => format.Zone).FirstOrDefault(zone => zone is not null)
            ?? UsualZone);

    private static LocalText FormOf(TimeFormat format, TimeZoneInfo? zone) => (format.Form, zone) switch
    {
        (TimeForm.UnixSeconds, _) => new("a time in Unix seconds", "время в секундах Unix"),
        (TimeForm.UnixMilliseconds, _) => new("a time in Unix milliseconds", "время в миллисекундах Unix"),
        (TimeForm.Iso8601, null) => new("an ISO 8601 time with an offset", "время в формате ISO 8601 со смещением"),
        (TimeForm.Iso8601, _) => new("an ISO 8601 time", "время в формате ISO 8601"),
        _ => new($"a time like {format.Pattern}", $"время вида {format.Pattern}"),
    };

    private static bool IsInRange(DateTimeOffset time) => time >= Earliest && time < Latest;

    internal static bool BearsOffset(string pattern) =>
        pattern.Contains('z', StringComparison.Ordinal) || pattern.Contains('K', StringComparison.Ordinal);

    private static bool TryRead(string text, TimeFormat format, TimeZoneInfo? zone, out DateTimeOffset time)
    {
        switch (format.Form)
        {
            case TimeForm.UnixSeconds:
                return TryReadUnix(text, 1_000, out time);
            case TimeForm.UnixMilliseconds:
                return TryReadUnix(text, 1, out time);
            case TimeForm.Iso8601:
                return DateTimeOffset.TryParseExact(
                    text, IsoWithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
                    || TryReadLocal(text, Iso, zone, out time);
            default:
                return BearsOffset(format.Pattern!)
                    ? DateTimeOffset.TryParseExact(
                        text, format.Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
                    : TryReadLocal(text, [format.Pattern!], zone, out time);
        }
    }

    /// <summary>Some languages write nine digits of a second; a tick is the seventh.</summary>
    private static string WithoutNanoseconds(string text)
    {
        var begin = text.LastIndexOf('.') + 1;
        var end = begin;
        while (begin > 0 && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - begin is > TickDigits and <= NanosecondDigits ? text.Remove(begin + TickDigits, end - begin - TickDigits) : text;
    }

    private static bool TryReadUnix(string text, long milliseconds, out DateTimeOffset time)
    {
        time = default;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > Latest.ToUnixTimeMilliseconds() / milliseconds)
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeMilliseconds(count * milliseconds);
        return true;
    }

    private static bool TryReadLocal(string text, string[] patterns, TimeZoneInfo? zone, out DateTimeOffset time)
    {
        time = default;
        if (zone is null || !DateTime.TryParseExact(text, patterns, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        // The offset is the zone's at that time, also for one that a clock put forward has skipped.
        time = new DateTimeOffset(local, zone.GetUtcOffset(local));
        return true;
    }
}
