using System.Diagnostics;
using Cashback.Benchmarks.Bulk;
using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;
using Cashback.Benchmarks.Postbacks;

namespace Cashback.Benchmarks.Settlement;

/// <param name="Shoppers">Subscribers about whom postbacks come meanwhile; they have nothing to settle.</param>
internal sealed record SettlementOptions(int Subscribers, int Shoppers, int Connections)
{
    public static SettlementOptions Read(Arguments arguments)
    {
        var quick = arguments.Flag("--quick");
        return new(
            arguments.Number("--subscribers", quick ? 1_000 : 100_000),
            quick ? 1_000 : 20_000,
            arguments.Number("--connections", 16));
    }
}

/// <summary><c>./bench settlement</c>: a month with something to pay out for everybody, and the postbacks that come meanwhile.</summary>
internal sealed class SettlementCommand(SettlementOptions options, Workspace workspace)
{
    private const string Database = "settlement";
    private const int Round = 4_000;
    private const int Stores = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
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
        using var load = new LoadProcess(service.Port, options.Connections);
        for (var n = 0; n < 3; n++)
        {
            await SendAsync(load);
        }

        var alone = new List<LoadResult> { await SendAsync(load), await SendAsync(load), await SendAsync(load) };
        Progress.Tell($"postbacks alone: {Rate(alone):0}/s; settling {options.Subscribers} subscribers");
        var cpu = (Service: service.CpuSeconds, Database: postgres.CpuSeconds);
        var watch = Stopwatch.StartNew();
        await StartAsync(service, month);
        var settling = AwaitSettledAsync(postgres, month, watch);
        var beside = new List<LoadResult>();
        while (!settling.IsCompleted)
        {
            beside.Add(await SendAsync(load));
        }

        var (settled, paid) = await settling;
        return await WriteAsync(
            postgres, alone, beside, settled, paid, (service.CpuSeconds - cpu.Service, postgres.CpuSeconds - cpu.Database));
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

    /// <returns>When all were settled, and when every payout was answered and its subscriber knew.</returns>
    private async Task<(TimeSpan Settled, TimeSpan Paid)> AwaitSettledAsync(Postgres postgres, YearMonth month, Stopwatch watch)
    {
        await UntilAsync(postgres, $"SELECT count(*) FROM DueMonths WHERE Month <= '{month}'", watch);
        var settled = watch.Elapsed;

        // A payout's reminder ends when all is done about it.
        await UntilAsync(
            postgres,
            $"SELECT {options.Subscribers} - (SELECT count(*) FROM Ledger WHERE State = 'payout') "
                + "+ (SELECT count(*) FROM OrleansRemindersTable WHERE GrainId LIKE 'payout/%')",
            watch);
        return (settled, watch.Elapsed);
    }

    private static async Task UntilAsync(Postgres postgres, string countLeft, Stopwatch watch)
    {
        while (await postgres.ScalarAsync(Database, countLeft) is long and > 0)
        {
            if (watch.Elapsed > Patience)
            {
                throw new BenchException($"The settlement did not end within {Patience}.");
            }

            // Asked more often it would slow down what it asks about.
            await Task.Delay(500);
        }
    }

    private Task<LoadResult> SendAsync(LoadProcess load)
    {
        var round = ++_rounds;
        return load.RunAsync(new(
            Round, new(round, Mix.Uniform, options.Shoppers, Stores, 1_000_000_000L * round, DateTimeOffset.UtcNow)));
    }

    private async Task<string> WriteAsync(
        Postgres postgres, List<LoadResult> alone, List<LoadResult> beside, TimeSpan settled, TimeSpan paid,
        (double Service, double Database) cpu)
    {
        var text = new Markdown();
        text.Line(await Report.SettingsAsync(postgres));
        text.Line(
            $"{options.Subscribers} subscribers with bonuses to pay out to their number; billing answers at once. ",
            $"Postbacks about {options.Shoppers} others over {options.Connections} connections all the while.");
        text.Line();
        text.Line("| what | measured |");
        text.Line("| --- | ---: |");
        text.Line($"| all settled | {settled.TotalSeconds:0.0} s, {options.Subscribers / settled.TotalSeconds:0} subscribers/s |");
        text.Line($"| all paid out | {paid.TotalSeconds:0.0} s, {options.Subscribers / paid.TotalSeconds:0} subscribers/s |");
        text.Line($"| processor time meanwhile, postbacks included | service {cpu.Service:0} s, database {cpu.Database:0} s |");
        text.Line();
        text.Line("| postbacks | accepted/s | p50 ms | p99 ms | worst p99 of a round |");
        text.Line("| --- | ---: | ---: | ---: | ---: |");
        text.Line(Row("alone", alone));
        text.Line(Row("beside the settlement", beside));
        return text.ToString();
    }

    private static string Row(string name, List<LoadResult> results) =>
        $"| {name} | {Rate(results):0} | {Middle(results, result => result.P50):0.0} | {Middle(results, result => result.P99):0.0} "
        + $"| {results.Max(result => result.P99):0.0} |";

    private static double Rate(List<LoadResult> results) => results.Sum(result => result.Count) / results.Sum(result => result.Seconds);

    private static double Middle(List<LoadResult> results, Func<LoadResult, double> value) =>
        results.Select(value).Order().ElementAt(results.Count / 2);
}
