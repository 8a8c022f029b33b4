using System.Globalization;
using System.Text.RegularExpressions;

namespace Cashback.Api.Development;

/// <summary>
/// Durations of ISO 8601 in weeks, days, hours, minutes and seconds. Years and months have no fixed length and are not read.
/// </summary>
internal static partial class IsoDuration
{
    private const int LengthMax = 64;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Form().Match(text.Length <= LengthMax ? text : "");
        if (!match.Success || text[^1] == 'T' || match.Groups.Values.Skip(1).All(part => !part.Success))
        {
            return false;
        }

        long Part(string name) =>
            match.Groups[name] is { Success: true, Value: var digits } ? long.Parse(digits, CultureInfo.InvariantCulture) : 0;
        var days = (Part("weeks") * 7) + Part("days");
        duration = new TimeSpan(TimeSpan.TicksPerDay * days)
            + new TimeSpan(
                (Part("hours") * TimeSpan.TicksPerHour) + (Part("minutes") * TimeSpan.TicksPerMinute) + (Part("seconds") * TimeSpan.TicksPerSecond));
        return true;
    }

    // Six digits a part: none of them can leave the range of a TimeSpan.
    [GeneratedRegex(
        @"^P(?:(?<weeks>[0-9]{1,6})W)?(?:(?<days>[0-9]{1,6})D)?(?:T(?:(?<hours>[0-9]{1,6})H)?(?:(?<minutes>[0-9]{1,6})M)?(?:(?<seconds>[0-9]{1,6})S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
