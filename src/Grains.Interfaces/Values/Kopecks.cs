using System.Globalization;

namespace Cashback;

/// <summary>Real money, which has kopecks and nothing smaller. Where a rule makes less, it is rounded here and nowhere else.</summary>
public static class Kopecks
{
    /// <summary>To a kopeck, halves away from zero: 0.005 is 0.01, and −0.005 is −0.01.</summary>
    public static decimal Round(decimal rubles) => decimal.Round(rubles, 2, MidpointRounding.AwayFromZero);

    /// <summary>Whether the amount has no fraction of a kopeck.</summary>
    public static bool AreWhole(decimal rubles) => decimal.Round(rubles, 2) == rubles;

    /// <summary>As it is written in the locale: <c>103,34</c> in Russian, <c>103.34</c> in English.</summary>
    public static string Text(decimal rubles, string locale) =>
        rubles.ToString("0.00", CultureInfo.InvariantCulture).Replace('.', locale == "ru" ? ',' : '.');
}
