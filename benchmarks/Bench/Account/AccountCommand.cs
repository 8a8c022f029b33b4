using System.Globalization;
using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;
using Cashback.Benchmarks.Postbacks;

namespace Cashback.Benchmarks.Account;

/// <param name="Visitors">Subscribers who sign in and look.</param>
/// <param name="Each">Requests of a kind, first to warm up, then as fast as they are answered, then at half that rate.</param>
internal sealed record AccountOptions(int Visitors, int Each, int Connections)
{
    public static AccountOptions Read(Arguments arguments)
    {
        var quick = arguments.Flag("--quick");
        return new(
            arguments.Number("--subscribers", quick ? 150 : 3_000),
            arguments.Number("--requests", quick ? 300 : 6_000),
            arguments.Number("--connections", 16));
    }
}

/// <summary><c>./bench account</c>: what subscribers ask for themselves, by kind of request.</summary>
internal sealed class AccountCommand(AccountOptions options, Workspace workspace)
{
    private const string Database = "account";
    private const int Stores = 20;

    /// <summary>A number can have its next code a minute after its last one.</summary>
    private static readonly TimeSpan BetweenCodes = TimeSpan.FromSeconds(62);

    public async Task<string> RunAsync()
    {
        using var postgres = await Postgres.StartAsync(workspace.FolderFor("postgres"));
        await postgres.CreateAsync(Database);
        using var service = await Service.StartAsync(
            Variant.Grouped.Project, Variant.Grouped.Environment(postgres, Database, workspace.Folder), Path.Combine(workspace.Folder, "service.log"));
        await service.PostAsync<long>($"/bench/load?subscribers=1&stores={Stores}");
        using var requests = await Requests.OpenAsync(service.Port, options.Connections);
        var visitors = new Visitors(service, options.Visitors, Stores);
        var measured = new List<Kind>();

        // In three parts: warm up, as fast as they are answered, at half that rate. Nobody signs in twice here.
        var all = Enumerable.Range(0, options.Visitors).ToArray();
        var parts = all.Chunk((all.Length + 2) / 3).ToArray();
        measured.AddRange(await SignInAsync("the first time"));
        var signedIn = DateTime.UtcNow;
        Progress.Tell($"{options.Visitors} signed in; reporting purchases of theirs");
        await visitors.BuyAsync(requests);
        var many = Enumerable.Range(0, options.Each).Select(n => n % options.Visitors).ToArray();
        foreach (var (name, make, expected) in visitors.Reads())
        {
            measured.Add(await MeasureAsync(name, make, expected, [many, many, many]));
        }

        measured.Add(await MeasureAsync("POST /auth/refresh", visitors.Refresh, "\"accessToken\"", parts));
        var left = BetweenCodes - (DateTime.UtcNow - signedIn);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        measured.AddRange(await SignInAsync("again"));

        var text = new Markdown();
        text.Line(await Report.SettingsAsync(postgres));
        text.Line(
            $"{options.Visitors} subscribers with {Visitors.PurchasesEach} purchases each, {options.Connections} connections, awake. ",
            "µs: processor time of one request, as fast as they are answered; latencies then, and at half that rate.");
        text.Line();
        Kind.Write(text, measured);
        return text.ToString();

        async Task<Kind[]> SignInAsync(string time)
        {
            var codes = await MeasureAsync($"POST /auth/otp, {time}", visitors.RequestCode, "\"challengeId\"", parts, visitors.Challenged);
            await visitors.ReadCodesAsync();
            return [codes, await MeasureAsync($"POST /auth/token, {time}", visitors.SignIn, "\"accessToken\"", parts, visitors.SignedIn)];
        }

        async Task<Kind> MeasureAsync(
            string name, Func<int, byte[]> make, string expected, IReadOnlyList<int[]> numbers, Action<int, string>? read = null)
        {
            await requests.SendAsync(numbers[0], make, expected, read: read);
            var (before, service0, database0) = (await service.StateAsync(), service.CpuSeconds, postgres.CpuSeconds);
            var fast = await requests.SendAsync(numbers[1], make, expected, read: read);
            var (after, service1, database1) = (await service.StateAsync(), service.CpuSeconds, postgres.CpuSeconds);
            var count = (double)numbers[1].Length;
            var kind = new Kind(
                name, fast, await requests.SendAsync(numbers[2], make, expected, fast.PerSecond / 2, read),
                (service1 - service0) * 1e6 / count, (database1 - database0) * 1e6 / count,
                (after.AllocatedBytes - before.AllocatedBytes) / count, (after.RoundTrips - before.RoundTrips) / count);
            Progress.Tell(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {fast.PerSecond:0}/s, service {kind.Service:0} µs, database {kind.Database:0} µs"));
            return kind;
        }
    }
}

/// <summary>What one kind of request took; service and database in µs of one request.</summary>
internal sealed record Kind(string Name, Answered Fast, Answered Half, double Service, double Database, double Allocated, double RoundTrips)
{
    public static void Write(Markdown text, IReadOnlyList<Kind> kinds)
    {
        text.Line("| request | answered/s | service µs | database µs | allocated KB | round trips | p50 ms | p99 ms | p50 ms at half | p99 ms at half |");
        text.Line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var kind in kinds)
        {
            text.Line(
                $"| {kind.Name} | {kind.Fast.PerSecond:0} | {kind.Service:0} | {kind.Database:0} | {kind.Allocated / 1024:0.0} | {kind.RoundTrips:0.00} ",
                $"| {kind.Fast.Times.P50:0.0} | {kind.Fast.Times.P99:0.0} | {kind.Half.Times.P50:0.0} | {kind.Half.Times.P99:0.0} |");
        }
    }
}
