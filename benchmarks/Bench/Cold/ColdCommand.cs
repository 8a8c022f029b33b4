using System.Globalization;
using Cashback.Benchmarks.Bulk;
using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;
using Cashback.Benchmarks.Postbacks;

namespace Cashback.Benchmarks.Cold;

/// <param name="Awake">Subscribers about whom the load is.</param>
/// <param name="Purchases">Of a sleeping subscriber who buys much.</param>
internal sealed record ColdOptions(int Awake, int Purchases, int WarmUp, int Few, int Much)
{
    public static ColdOptions Read(Arguments arguments)
    {
        var quick = arguments.Flag("--quick");
        return new(
            arguments.Number("--subscribers", quick ? 1_000 : 20_000),
            arguments.Number("--purchases", 1_500),
            quick ? 2_000 : 20_000,
            quick ? 100 : 1_000,
            quick ? 20 : 150);
    }
}

/// <summary><c>./bench cold</c>: what the first message costs about a subscriber whose record has to be read.</summary>
internal sealed class ColdCommand(ColdOptions options, Workspace workspace)
{
    private const string Database = "cold";
    private const string OfSamples = "samples";
    private const int Stores = 20;
    private const int Connections = 64;
    private const int UsualPurchases = 10;

    /// <summary>Rounds of the load to warm up; the last one tells how much the machine can do.</summary>
    private const int Rounds = 5;

    public async Task<string> RunAsync()
    {
        using var postgres = await Postgres.StartAsync(workspace.FolderFor("postgres"));
        var few = new Sleepers(UsualPurchases, await SampleAsync(postgres, UsualPurchases), options.Awake, options.Few);
        var much = new Sleepers(options.Purchases, await SampleAsync(postgres, options.Purchases), few.End, options.Much);
        await FillAsync(postgres, few, much);

        using var service = await StartAsync(postgres, Database);
        await service.PostAsync<long>($"/bench/wake?subscribers={options.Awake}");
        using var load = new LoadProcess(service.Port, Connections);
        var capacity = await WarmUpAsync(load);
        var first = new FirstMessages(service, load, capacity / 2);
        var measured = new List<FirstMessage>();
        foreach (var alone in (bool[])[true, false])
        {
            // Those who are awake get the same messages, for comparison.
            measured.Add(await first.MeasureAsync("awake", null, 0, few.Part, alone, PhaseOf));
            measured.Add(await first.MeasureAsync("asleep", few.Purchases, few.From(alone), few.Part, alone, PhaseOf));
            measured.Add(await first.MeasureAsync("asleep", much.Purchases, much.From(alone), much.Part, alone, PhaseOf));
        }

        var text = new Markdown();
        text.Line(await Report.SettingsAsync(postgres));
        text.Line(
            $"One new order for each of {few.Part} subscribers with {few.Purchases} pending purchases and {much.Part} with {much.Purchases}, all asleep. ",
            $"Alone: one message after the other. Half load: beside {capacity / 2:0} postbacks/s about {options.Awake} others, half of what {Connections} connections drove.");
        text.Line();
        FirstMessage.Write(text, measured);
        return text.ToString();
    }

    private Phase PhaseOf(int round, int count, double? perSecond) =>
        new(count, new(round, Mix.Uniform, options.Awake, Stores, 1_000_000_000L * round, DateTimeOffset.UtcNow), perSecond);

    private async Task<double> WarmUpAsync(LoadProcess load)
    {
        var rate = 0.0;
        for (var round = 1; round <= Rounds; round++)
        {
            var result = await load.RunAsync(PhaseOf(round, options.WarmUp, null));
            rate = result.Count / result.Seconds;
            Progress.Tell(string.Create(CultureInfo.InvariantCulture, $"warmed up with {options.WarmUp} messages, {rate:0}/s"));
        }

        return rate;
    }

    private async Task<Sample> SampleAsync(Postgres postgres, int purchases)
    {
        Progress.Tell($"making a subscriber with {purchases} purchases");
        await postgres.CreateAsync(OfSamples);
        using var service = await StartAsync(postgres, OfSamples);
        await service.PostAsync<long>("/bench/load?subscribers=1&stores=10");
        var sample = await Sample.MakeAsync(postgres, OfSamples, service, 0, purchases, "new");
        return sample.WithoutMessages();
    }

    private async Task FillAsync(Postgres postgres, params Sleepers[] kinds)
    {
        Progress.Tell($"loading {options.Awake} subscribers, and those who are asleep");
        await postgres.CreateAsync(Database);
        using (var service = await StartAsync(postgres, Database))
        {
            await service.PostAsync<long>($"/bench/load?subscribers={options.Awake}&stores={Stores}");
        }

        foreach (var kind in kinds)
        {
            await new Copies(postgres, Database, kind.Sample).WriteAsync(kind.First, kind.Part * 2);
        }

        await postgres.ExecuteAsync(Database, "VACUUM ANALYZE");
    }

    private Task<Service> StartAsync(Postgres postgres, string database) => Service.StartAsync(
        Variant.Grouped.Project, Variant.Grouped.Environment(postgres, database, workspace.Folder), Path.Combine(workspace.Folder, "service.log"));

    /// <param name="Part">As many are woken alone, and as many under load.</param>
    private sealed record Sleepers(int Purchases, Sample Sample, int First, int Part)
    {
        public int End => First + (Part * 2);

        public int From(bool alone) => alone ? First : First + Part;
    }
}
