using Cashback.Fuzz.Description;
using Cashback.Fuzz.Requests;
using Cashback.Fuzz.Story;
using Cashback.Fuzz.Wire;

namespace Cashback.Fuzz;

/// <summary>
/// Sends a running service, in Development, whatever can be sent to what its OpenAPI document describes, and looks at
/// every answer; then whether the service still does what it is for.
/// </summary>
public static class Fuzzer
{
    private const int ProgressEvery = 1_000;

    /// <summary>Of all that is answered 401; a fresh proof, which is asked for likewise, is another thing.</summary>
    private const string NotSignedIn = "urn:cashback:problem:not-signed-in";

    public static async Task<FuzzReport> RunAsync(Uri address, FuzzOptions options)
    {
        using var service = new ServiceClient(address);
        var document = new ApiDocument(await service.GetAsync("/openapi/v1.json"));
        var operations = document.Operations.Where(options.Which).ToList();
        var maker = new RequestMaker(document, operations, options.Seed);
        var stories = new Stories(service, options.Seed);
        using var keeper = new WorldKeeper(service, stories, await stories.PrepareAsync());
        var run = new Run(address, options, maker, keeper, new FuzzReport(options.Seed, operations));

        if (options.Only is { } only)
        {
            await run.SendAsync(only);
        }
        else
        {
            var warm = options.Requests / 4;
            await run.SendAsync(0, warm);
            run.Report.MemoryBefore = options.Memory is null ? null : await options.Memory();
            await run.SendAsync(warm, options.Requests);
            run.Report.MemoryAfter = options.Memory is null ? null : await options.Memory();
            if (run.Report is { MemoryBefore: { } before, MemoryAfter: { } after } && after.Heap - before.Heap > options.GrowthMax)
            {
                run.Report.Add(new Finding("memory", $"The heap grew from {before.Heap} to {after.Heap} bytes.", options.Seed, null, null));
            }
        }

        await EndAsync(service, stories, options, run.Report);
        return run.Report;
    }

    private static async Task EndAsync(ServiceClient service, Stories stories, FuzzOptions options, FuzzReport report)
    {
        List<(string What, Func<Task> Check)> checks = [("health", () => service.GetAsync("/health/ready"))];
        if (options.TrueStory)
        {
            checks.Add(("story", stories.RunAsync));
        }

        checks.Add(("audit", stories.AuditAsync));
        foreach (var (what, check) in checks)
        {
            try
            {
                await check();
            }
            catch (Exception wrong) when (wrong is StoryException or HttpRequestException)
            {
                report.Add(new Finding(what, wrong.Message, options.Seed, null, null));
            }
        }
    }

    private sealed class Run(Uri address, FuzzOptions options, RequestMaker maker, WorldKeeper keeper, FuzzReport report)
    {
        public FuzzReport Report => report;

        public Task SendAsync(int from, int to) => Parallel.ForEachAsync(
            Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce },
            async (number, _) => await SendAsync(number));

        public async Task SendAsync(int number)
        {
            var world = keeper.World;
            var request = maker.Make(number, world);
            var exchanged = await Exchange.SendAsync(address, request, options.AnswerBound);
            report.Add(exchanged);
            if (request.Caller == request.Operation.Natural && request.What.Length == 0 && request.Caller is Caller.Subscriber
                or Caller.Shop
                && exchanged.Answers is [{ Status: 401 } refused, ..] && refused.Json() is { } problem
                && AnswerChecks.TypeOf(problem) == NotSignedIn)
            {
                await keeper.RenewAsync(world, request.Caller, request.Operation);
            }

            if (number > 0 && number % ProgressEvery == 0)
            {
                options.Progress?.Invoke(number, report);
            }
        }
    }
}
