using System.Globalization;
using System.Text.Json.Serialization;

namespace Cashback;

/// <summary>A month of the programme's calendar, written <c>2026-11</c>.</summary>
[GenerateSerializer, Immutable, Alias("year-month")]
[JsonConverter(typeof(YearMonthConverter))]
public readonly record struct YearMonth([property: Id(0)] int Year, [property: Id(1)] int Month) : IComparable<YearMonth>
{
    public YearMonth Next => Month == 12 ? new(Year + 1, 1) : new(Year, Month + 1);

    public YearMonth Previous => Month == 1 ? new(Year - 1, 12) : new(Year, Month - 1);

    public static bool TryParse(string? text, out YearMonth month)
    {
        var ok = DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        month = ok ? new(day.Year, day.Month) : default;
        return ok;
    }

    public static YearMonth Parse(string text) =>
        TryParse(text, out var month) ? month : throw new FormatException($"'{text}' is not a month (yyyy-MM).");

    public int CompareTo(YearMonth other) => (Year * 12 + Month).CompareTo(other.Year * 12 + other.Month);

    public override string ToString() => $"{Year:D4}-{Month:D2}";

    public static bool operator <(YearMonth left, YearMonth right) => left.CompareTo(right) < 0;

    public static bool operator >(YearMonth left, YearMonth right) => left.CompareTo(right) > 0;

    public static bool operator <=(YearMonth left, YearMonth right) => left.CompareTo(right) <= 0;

    public static bool operator >=(YearMonth left, YearMonth right) => left.CompareTo(right) >= 0;
}

public sealed class YearMonthConverter() : TextConverter<YearMonth>(YearMonth.Parse, month => month.ToString());
