using Cashback.Benchmarks.Bulk;
using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;
using Cashback.Benchmarks.Postbacks;

namespace Cashback.Benchmarks.Settlement;

/// <param name="Shoppers">Subscribers about whom postbacks come meanwhile; they have nothing to settle.</param>
/// <param name="Connections">0: no postbacks come meanwhile, so that what a settled subscriber costs can be told.</param>
internal sealed record SettlementOptions(int Subscribers, int Shoppers, int Connections)
{
    public static SettlementOptions Read(Arguments arguments)
    {
        var quick = arguments.Flag("--quick");
        return new(
            arguments.Number("--subscribers", quick ? 1_000 : 100_000),
            quick ? 1_000 : 20_000,
            arguments.Flag("--alone") ? 0 : arguments.Number("--connections", 16));
    }
}

/// <summary><c>./bench settlement</c>: a month with something to pay out for everybody, and the postbacks that come meanwhile.</summary>
internal sealed class SettlementCommand(SettlementOptions options, Workspace workspace)
{
    private const string Database = "settlement";
    private const int Round = 4_000;
    private const int Stores = 20;
    private int _rounds;

    public async Task<string> RunAsync()
    {
        using var postgres = await Postgres.StartAsync(workspace.FolderFor("postgres"));
        var now = new ProgrammeCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow")).MonthOf(DateTimeOffset.UtcNow);
        var month = now.Month == 1 ? new YearMonth(now.Year - 1, 12) : new YearMonth(now.Year, now.Month - 1);
        await FillAsync(postgres, now, month);

        using var service = await Service.StartAsync(
            Variant.Grouped.Project, Variant.Grouped.Environment(postgres, Database, workspace.Folder), Path.Combine(workspace.Folder, "service.log"));
        await service.PostAsync<long>($"/bench/wake?subscribers={options.Shoppers}");
        using var load = options.Connections > 0 ? new LoadProcess(service.Port, options.Connections) : null;
        var alone = new List<LoadResult>();
        for (var n = 0; n < 6 && load is not null; n++)
        {
            alone.Add(await SendAsync(load));
        }

        // The first half warms up.
        alone.RemoveRange(0, alone.Count / 2);
        Progress.Tell($"settling {options.Subscribers} subscribers");
        var work = new SettlementWork(postgres, Database, service, options.Subscribers);
        await StartAsync(service, month);
        var settling = work.AwaitAsync(month);
        var beside = new List<LoadResult>();
        while (!settling.IsCompleted && load is not null)
        {
            beside.Add(await SendAsync(load));
        }

        await settling;
        return await WriteAsync(postgres, alone, beside, work);
    }

    private async Task FillAsync(Postgres postgres, YearMonth now, YearMonth month)
    {
        Progress.Tell($"loading {options.Subscribers} subscribers with bonuses of {month}, and {options.Shoppers} others");
        await postgres.CreateAsync(Database);
        Sample sample;
        using (var service = await Service.StartAsync(
            Variant.Grouped.Project, Variant.Grouped.Environment(postgres, Database, workspace.Folder), Path.Combine(workspace.Folder, "service.log")))
        {
            await service.PostAsync<long>($"/bench/load?subscribers={options.Shoppers + 1}&stores={Stores}");
            sample = await Sample.MakeAsync(postgres, Database, service, options.Shoppers, 2, "approved");
            sample = sample.WithoutMessages();
        }

        await new Copies(postgres, Database, sample).WriteAsync(
            options.Shoppers + 1, options.Subscribers, (_, text) => text.Replace($"\"{now}\"", $"\"{month}\"", StringComparison.Ordinal));
        await postgres.ExecuteAsync(Database, "VACUUM ANALYZE");
    }

    private static async Task StartAsync(Service service, YearMonth month)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/ops/v1/settlements/{month}/run", UriKind.Relative));
        request.Headers.Add("Idempotency-Key", "bench-settlement");
        using var answer = await service.Http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchException($"The settlement did not start: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private Task<LoadResult> SendAsync(LoadProcess load)
    {
        var round = ++_rounds;
        return load.RunAsync(new(
            Round, new(round, Mix.Uniform, options.Shoppers, Stores, 1_000_000_000L * round, DateTimeOffset.UtcNow)));
    }

    private async Task<string> WriteAsync(Postgres postgres, List<LoadResult> alone, List<LoadResult> beside, SettlementWork work)
    {
        var text = new Markdown();
        text.Line(await Report.SettingsAsync(postgres));
        text.Line(
            $"{options.Subscribers} subscribers with bonuses to pay out to their number; billing answers at once. ",
            options.Connections == 0
                ? "No postbacks meanwhile."
                : $"Postbacks about {options.Shoppers} others over {options.Connections} connections all the while.");
        text.Line();
        work.Write(text);
        if (options.Connections > 0)
        {
            text.Line();
            text.Line("| postbacks | accepted/s | p50 ms | p99 ms | worst p99 of a round |");
            text.Line("| --- | ---: | ---: | ---: | ---: |");
            text.Line(Row("alone", alone));
            text.Line(Row("beside the settlement", beside));
        }

        return text.ToString();
    }

    private static string Row(string name, List<LoadResult> results) =>
        $"| {name} | {Rate(results):0} | {Middle(results, result => result.P50):0.0} | {Middle(results, result => result.P99):0.0} "
        + $"| {results.Max(result => result.P99):0.0} |";

    private static double Rate(List<LoadResult> results) => results.Sum(result => result.Count) / results.Sum(result => result.Seconds);

    private static double Middle(List<LoadResult> results, Func<LoadResult, double> value) =>
        results.Select(value).Order().ElementAt(results.Count / 2);
}
