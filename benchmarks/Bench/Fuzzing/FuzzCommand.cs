using System.Globalization;
using Cashback.Benchmarks.Machine;
using Cashback.Fuzz;

namespace Cashback.Benchmarks.Fuzzing;

/// <param name="Seed">Left out: another one each time.</param>
/// <param name="Only">The number of the one request to send.</param>
internal sealed record FuzzCommandOptions(int Requests, int Seed, int? Only)
{
    public static FuzzCommandOptions Read(Arguments arguments)
    {
        var requests = arguments.Number("--requests", arguments.Flag("--quick") ? 3_000 : 200_000);
        var seed = arguments.Number("--seed", Random.Shared.Next(1, 1_000_000));
        return new(
            requests, seed, arguments.Text("--only") is { } only ? int.Parse(only, NumberStyles.None, CultureInfo.InvariantCulture) : null);
    }
}

/// <summary><c>./bench fuzz</c>: whatever can be sent to what the service's description has, and what it says to that.</summary>
internal static class FuzzCommand
{
    private const string Project = "BenchHost";
    private const string Many = "100000000";

    public static async Task<string> RunAsync(FuzzCommandOptions options, Workspace workspace)
    {
        var log = workspace.FolderFor("service.log");
        using var service = await Service.StartAsync(Project, Environment(workspace), log);
        Progress.Tell($"seed {options.Seed}, {options.Requests} requests");
        var report = await Fuzzer.RunAsync(service.Http.BaseAddress!, new FuzzOptions
        {
            Seed = options.Seed,
            Requests = options.Requests,
            Only = options.Only,
            Which = operation => !operation.Template.StartsWith("/bench/", StringComparison.Ordinal),
            Memory = async () => new MemoryReading((await service.CollectAsync()).HeapBytes, service.ResidentBytes),
            Progress = (number, sofar) => Progress.Tell(
                $"{number} requests, {sofar.AnswersOf(status => status is >= 200 and < 300)} answers 2xx, {sofar.Findings.Count} findings, {service.ResidentBytes / 1024 / 1024} MiB"),
        });

        foreach (var line in File.ReadLines(log).Where(line => line.Contains("fail: ", StringComparison.Ordinal) || line.Contains("crit: ",
            StringComparison.Ordinal)))
        {
            report.Add(new Finding("log", line, options.Seed, null, null));
        }

        foreach (var (first, count) in report.Findings)
        {
            await Console.Error.WriteLineAsync($"\n{count} × {first}");
        }

        foreach (var operation in report.NeverDone)
        {
            Progress.Tell($"no request was done by {operation}");
        }

        return report.Findings.Count == 0
            ? report.ToString()
            : throw new BenchException($"{report}\n{report.Findings.Count} findings; each says how to send its request again.");
    }

    /// <summary>Development, with the outbox that sign-in codes are read from, and limits that let everything through.</summary>
    private static Dictionary<string, string> Environment(Workspace workspace) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Bench__Gateways"] = "own",
        ["Cashback__Storage__Data"] = workspace.FolderFor("fuzz"),
        ["Cashback__Facade__Limits__GeneralPerMinute"] = Many,
        ["Cashback__Facade__Limits__SignInPerMinute"] = Many,
        ["Cashback__Facade__Limits__CodesPerHour"] = Many,
        ["Cashback__Facade__Limits__OperationsPerMinute"] = Many,
        ["Cashback__Programme__SignIn__CodesPerHour"] = "1000000",
        ["Cashback__Programme__SignIn__WorkAbovePerMinute"] = "1000000",
    };
}
