using System.Globalization;

namespace Cashback.Subscribers;

/// <summary>Where a list of the history goes on: below a line of one change, then in older changes.</summary>
/// <param name="Version">Of the change in the subscriber's journal.</param>
/// <param name="Before">Lines of that change below this number.</param>
internal readonly record struct HistoryCursor(int Version, long Before)
{
    /// <summary>The newest line.</summary>
    public static HistoryCursor Start => new(int.MaxValue, long.MaxValue);

    /// <summary>Null: the text is no cursor.</summary>
    public static HistoryCursor? Read(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        var dash = text.IndexOf('-');
        return dash > 0
            && int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            ? new HistoryCursor(version, before)
            : null;
    }

    public bool Includes(int version, long sequence) => version < Version || (version == Version && sequence < Before);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}-{Before}");
}
