namespace Cashback.Benchmarks.Postbacks;

/// <summary>What a run is compared with: the other systems of the same run, and what a postback may cost.</summary>
internal static class PostbacksBars
{
    private const int ConnectionsMin = 64;

    public static void Add(Markdown text, IReadOnlyList<Measured> measured)
    {
        text.Line($"| grouped | mix | connections | measured | bar | met |");
        text.Line($"| --- | --- | ---: | ---: | --- | --- |");
        foreach (var cell in measured.GroupBy(one => (one.Mix, one.Connections)))
        {
            var of = cell.ToDictionary(one => one.Variant);
            if (!of.TryGetValue(Variant.Grouped, out var grouped))
            {
                continue;
            }

            var barred = cell.Key.Mix != Mix.Uniform || cell.Key.Connections >= ConnectionsMin;
            if (of.TryGetValue(Variant.Peer, out var peer))
            {
                AtLeast(text, grouped, "drained, to the peer", grouped.Drained / peer.Drained, barred ? BarToPeer(cell.Key.Mix) : null);
                AtMost(text, grouped, "p99 ms, and half the peer's", grouped.P99, barred ? Math.Min(peer.P99 / 2, 150) : null);
            }

            var isUsual = barred && cell.Key.Mix == Mix.Uniform;
            if (of.TryGetValue(Variant.Nothing, out var nothing))
            {
                AtLeast(text, grouped, "drained, to storage that keeps nothing", grouped.Drained / nothing.Drained, isUsual ? 0.65 : null);
            }

            var both = grouped.ServiceMicrosecondsEach + grouped.DatabaseMicrosecondsEach;
            AtMost(text, grouped, "service + database µs a postback", both, isUsual ? 180 : null);
            AtMost(text, grouped, "database µs a postback", grouped.DatabaseMicrosecondsEach, isUsual ? 45 : null);
            AtMost(text, grouped, "log bytes a postback", grouped.LogBytesEach, isUsual ? 1_000 : null);
        }
    }

    private static double? BarToPeer(Mix mix) => mix switch { Mix.Uniform => 2.5, Mix.Skewed => 2.2, Mix.Hot => 2, Mix.Store => null };

    private static void AtLeast(Markdown text, Measured of, string name, double value, double? bar) =>
        text.Line(
            $"| {name} | {PostbacksReport.Name(of.Mix)} | {of.Connections} | {value:0.00} | {(bar is { } at ? $"≥ {at:0.##}" : "")} ",
            $"| {Met(bar is null ? null : value >= bar)} |");

    private static void AtMost(Markdown text, Measured of, string name, double value, double? bar) =>
        text.Line(
            $"| {name} | {PostbacksReport.Name(of.Mix)} | {of.Connections} | {value:0.#} | {(bar is { } at ? $"≤ {at:0.#}" : "")} ",
            $"| {Met(bar is null ? null : value <= bar)} |");

    private static string Met(bool? met) => met switch { true => "yes", false => "**no**", null => "" };
}
