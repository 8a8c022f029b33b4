using System.Diagnostics;
using System.Globalization;
using Cashback.Benchmarks.Bulk;
using Cashback.Benchmarks.Machine;
using Cashback.Benchmarks.Postbacks;
using Npgsql;

namespace Cashback.Benchmarks.Start;

/// <param name="Due">Deadlines that fall due within the minute.</param>
internal sealed record StartOptions(int Purchases, int Due)
{
    public const int PurchasesEach = 10;

    public static StartOptions Read(Arguments arguments)
    {
        var quick = arguments.Flag("--quick");
        var options = new StartOptions(arguments.Number("--purchases", quick ? 10_000 : 1_000_000), arguments.Number("--due", quick ? 100 : 10_000));
        return options.Due <= options.Purchases / PurchasesEach / 10
            ? options
            : throw new UsageException($"--due can be at most a hundredth of --purchases: the same are due with a tenth of the purchases.");
    }
}

/// <summary><c>./bench start</c>: a service over a store full of purchases that wait for their deadline.</summary>
internal sealed class StartCommand(StartOptions options, Workspace workspace)
{
    private const string Database = "start";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Enough for the last of them to be loaded and the service to start.
    private static readonly TimeSpan UntilDue = TimeSpan.FromSeconds(60);

    public async Task<string> RunAsync()
    {
        using var postgres = await Postgres.StartAsync(workspace.FolderFor("postgres"));
        var tenth = await RefreshAsync(postgres, options.Purchases / 10);
        Progress.Tell($"a refresh over {options.Purchases / 10} purchases: {tenth.Milliseconds:0.0} ms, {tenth.Rows} rows");
        var firstDue = await FillAsync(postgres, options.Purchases);
        var whole = await MeasureRefreshAsync(postgres);
        Progress.Tell($"a refresh over {options.Purchases} purchases: {whole.Milliseconds:0.0} ms, {whole.Rows} rows");

        var watch = Stopwatch.StartNew();
        using var service = await StartServiceAsync(postgres);
        var ready = watch.Elapsed;
        var resident = service.ResidentBytes;
        var heap = (await service.StateAsync()).HeapBytes;
        Progress.Tell($"ready after {ready.TotalSeconds:0.0} s");
        if (DateTime.UtcNow >= firstDue)
        {
            throw new BenchException("The service was not ready before the first deadline; the machine is too busy for this measurement.");
        }

        var acted = await AwaitActedAsync(postgres, firstDue);
        var text = new Markdown();
        text.Line(await Report.SettingsAsync(postgres));
        text.Line($"{options.Purchases} pending purchases of {options.Purchases / StartOptions.PurchasesEach} subscribers, each with its reminder.");
        text.Line();
        text.Line("| what | measured | bar | met |");
        text.Line("| --- | ---: | --- | --- |");
        text.Line($"| from the start of the process to ready | {ready.TotalSeconds:0.0} s | 5 s | {Met(ready.TotalSeconds <= 5)} |");
        text.Line($"| memory of the process when ready | {resident / 1048576} MB, managed heap {heap / 1048576} MB | | |");
        text.Line($"| a refresh of reminders ({whole.Rows} due soon) | {whole.Milliseconds:0.0} ms | | |");
        text.Line(
            $"| the same with a tenth of the purchases ({tenth.Rows} due soon) | {tenth.Milliseconds:0.0} ms | independent of what is not due ",
            $"| {Met(whole.Milliseconds <= tenth.Milliseconds * 2)} |");
        text.Line($"| {options.Due} deadlines due within a minute: the last acted on, after it was due | {(acted - (Minute * (options.Due - 1) / options.Due)).TotalSeconds:0.0} s | | |");
        return text.ToString();
    }

    private static string Met(bool met) => met ? "yes" : "**no**";

    private async Task<(double Milliseconds, int Rows)> RefreshAsync(Postgres postgres, int purchases)
    {
        await FillAsync(postgres, purchases);
        return await MeasureRefreshAsync(postgres);
    }

    /// <returns>When the first is due.</returns>
    private async Task<DateTime> FillAsync(Postgres postgres, int purchases)
    {
        var subscribers = purchases / StartOptions.PurchasesEach;
        Progress.Tell($"loading {purchases} pending purchases of {subscribers} subscribers");
        await postgres.CreateAsync(Database);
        Sample sample;
        using (var service = await StartServiceAsync(postgres))
        {
            await service.PostAsync<long>("/bench/load?subscribers=1&stores=10");
            sample = await Sample.MakeAsync(postgres, Database, service, 0, StartOptions.PurchasesEach, "new");
        }

        var copies = new Copies(postgres, Database, sample);
        await copies.WriteAsync(1 + options.Due, subscribers - options.Due);
        await postgres.ExecuteAsync(Database, "VACUUM ANALYZE");

        var firstDue = DateTime.UtcNow + UntilDue;
        var asSampled = sample.FirstDue();
        DateTime DueOf(int index) => firstDue + (Minute * index / options.Due);
        string Alter(int index, string text) =>
            text.Replace(asSampled, DueOf(index).ToString("yyyy-MM-ddTHH:mm:ss.fffffff+00:00", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await copies.WriteAsync(1, options.Due, Alter, index => DueOf(index));
        await postgres.ExecuteAsync(Database, "ANALYZE OrleansRemindersTable");
        return firstDue;
    }

    /// <summary>The query by which a silo that holds the whole ring refreshes its reminders, as it stands in the database.</summary>
    private static async Task<(double Milliseconds, int Rows)> MeasureRefreshAsync(Postgres postgres)
    {
        const int Times = 21;
        await using var connection = await postgres.OpenAsync(Database);
        await using var find = new NpgsqlCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'ReadRangeRows2Key'", connection);
        await using var read = new NpgsqlCommand((string)(await find.ExecuteScalarAsync())!, connection);
        read.Parameters.AddWithValue("ServiceId", "cashback");
        read.Parameters.AddWithValue("BeginHash", 0);
        read.Parameters.AddWithValue("EndHash", 0);
        var times = new List<double>();
        var found = 0;
        for (var n = 0; n < Times; n++)
        {
            var watch = Stopwatch.StartNew();
            found = 0;
            await using var rows = await read.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                found++;
            }

            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return (times.Order().ElementAt(Times / 2), found);
    }

    /// <returns>From the first deadline until all were acted on.</returns>
    private static async Task<TimeSpan> AwaitActedAsync(Postgres postgres, DateTime firstDue)
    {
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        await using var connection = await postgres.OpenAsync(Database);
        await using var count = new NpgsqlCommand(
            "SELECT count(*) FROM OrleansRemindersTable WHERE ReminderName = 'deadline' AND StartTime < $1", connection);
        count.Parameters.AddWithValue(firstDue + Minute + Minute);
        while (true)
        {
            var left = (long)(await count.ExecuteScalarAsync())!;
            if (left == 0)
            {
                return DateTime.UtcNow - firstDue;
            }

            if (over.IsCancellationRequested)
            {
                throw new BenchException($"{left} deadlines were not acted on within {(DateTime.UtcNow - firstDue).TotalMinutes:0} minutes.");
            }

            await Task.Delay(100);
        }
    }

    private Task<Service> StartServiceAsync(Postgres postgres) => Service.StartAsync(
        Variant.Grouped.Project, Variant.Grouped.Environment(postgres, Database, workspace.Folder), Path.Combine(workspace.Folder, "service.log"));
}
