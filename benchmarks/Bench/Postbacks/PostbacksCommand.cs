using System.Globalization;
using Cashback.Benchmarks.Machine;

namespace Cashback.Benchmarks.Postbacks;

/// <summary><c>./bench postbacks</c>: the same messages against each system, one after the other.</summary>
internal static class PostbacksCommand
{
    public static async Task<string> RunAsync(PostbacksOptions options, Workspace workspace)
    {
        using var postgres = await Postgres.StartAsync(workspace.FolderFor("postgres"));
        return PostbacksReport.Write(options, await MeasureAsync(options, postgres, workspace), await Report.SettingsAsync(postgres));
    }

    public static async Task<IReadOnlyList<Measured>> MeasureAsync(PostbacksOptions options, Postgres postgres, Workspace workspace)
    {
        var run = new Run(postgres, options, workspace.Folder);
        foreach (var variant in options.Variants.Where(variant => variant.Durable))
        {
            Progress.Tell($"{variant.Name}: loading {options.Subscribers} subscribers and {options.Stores} stores");
            await run.MakeTemplateAsync(variant);
        }

        var measured = new List<Measured>();
        foreach (var (mix, connections) in options.Cells())
        {
            // In turn, so that a machine that slows down slows all of them.
            var rounds = new List<Measured>();
            foreach (var variant in Enumerable.Repeat(options.Variants, options.Rounds).SelectMany(variants => variants))
            {
                var one = await run.MeasureAsync(variant, mix, connections);
                rounds.Add(one);
                Progress.Tell(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{variant.Name}, {mix}, {connections} connections: accepted {one.Accepted:0}/s, drained {one.Drained:0}/s, p50 {one.P50:0.0} ms, p99 {one.P99:0.0} ms"));
            }

            measured.AddRange(options.Variants.Select(variant => Median(rounds.Where(one => one.Variant == variant))));
        }

        return measured;
    }

    private static Measured Median(IEnumerable<Measured> runs)
    {
        var ordered = runs.OrderBy(one => one.Drained).ToList();
        return ordered[ordered.Count / 2];
    }
}
