using Cashback.Benchmarks.Machine;
using Cashback.Benchmarks.Postbacks;

namespace Cashback.Benchmarks.Cluster;

/// <summary>
/// <c>./bench cluster</c>: what a postback costs when the API and its silos are processes of their own. They share the machine with
/// everything else here, so that rates would say nothing of a cluster.
/// </summary>
internal static class ClusterCommand
{
    public static async Task<string> RunAsync(PostbacksOptions options, Workspace workspace)
    {
        using var postgres = await Postgres.StartAsync(workspace.FolderFor("postgres"));
        var measured = await PostbacksCommand.MeasureAsync(options, postgres, workspace);
        var text = new Markdown();
        text.Line(await Report.SettingsAsync(postgres));
        text.Line($"{options.Postbacks} postbacks a run, {options.Subscribers} subscribers awake, {options.Stores} stores, {options.Connections[0]} connections.");
        text.Line();
        text.Line("| what | processes | API µs | silos µs | database µs | allocated KB | log bytes | round trips | compiling % |");
        text.Line("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var one in measured)
        {
            var silos = one.SilosMicrosecondsEach;
            text.Line(
                $"| {one.Variant.Name} | {(one.Variant.Silos == 0 ? "the API with the grains in it" : $"the API, {one.Variant.Silos} silos")} ",
                $"| {one.ServiceMicrosecondsEach - silos:0} | {(one.Variant.Silos == 0 ? "" : $"{silos:0}")} | {one.DatabaseMicrosecondsEach:0} ",
                $"| {one.AllocatedEach / 1024:0.0} | {one.LogBytesEach:0} | {one.RoundTripsEach:0.00} | {one.CompilingShare * 100:0.0} |");
        }

        text.Line();
        text.Line("µs: processor time for one postback, of all processes of a kind together, background work included.");
        return text.ToString();
    }

    public static PostbacksOptions Read(Arguments arguments)
    {
        var quick = arguments.Flag("--quick");
        return new(
            arguments.Number("--postbacks", quick ? 4_000 : 20_000),
            arguments.Number("--subscribers", quick ? 2_000 : 30_000),
            quick ? 20 : 200,
            [arguments.Number("--connections", 64)],
            [Mix.Uniform],
            [Variant.Grouped, Variant.Cluster],
            Cold: false,
            Rounds: 1,
            quick);
    }
}
