using System.Globalization;
using System.Text;

namespace Cashback.Silo.Rotation;

/// <summary>The report as people read it.</summary>
public static class SecretReportText
{
    public static string Of(SecretReport report)
    {
        var text = new StringBuilder();
        Line(text, $"Secrets in force: {string.Join(", ", report.InForce.Order())}. Everything new is made with {report.Current}.");
        foreach (var id in report.InForce.Where(id => id != report.Current).Order())
        {
            Line(text, report.CanBeTakenOut(id)
                ? $"Secret {id}: nothing hangs on it any more. It can be taken out of the settings."
                : $"Secret {id}: do not take it out yet. With it these would end:");
            Rows(text, report.Hanging.Where(row => row.SecretId == id));
        }

        if (report.Hanging.Any(row => row.SecretId == 0))
        {
            Line(text, "Made with a secret that is not in force:");
            Rows(text, report.Hanging.Where(row => row.SecretId == 0));
        }

        return text.ToString();
    }

    private static void Rows(StringBuilder text, IEnumerable<HangingOn> rows)
    {
        foreach (var row in rows)
        {
            var count = row.Count is { } number ? $"{number.ToString(CultureInfo.InvariantCulture)} " : "";
            var until = row.Until is { } end ? string.Create(CultureInfo.InvariantCulture, $", the last at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC at the latest") : "";
            var names = row.Names.Count == 0 ? "" : $" ({string.Join(", ", row.Names)}{(row.Count > row.Names.Count ? ", …" : "")})";
            Line(text, $"  {count}{row.What}{names}: {row.How}{until}");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
