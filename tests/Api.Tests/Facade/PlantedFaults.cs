using Cashback.Fuzz;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Facade;

/// <summary>That the fuzzer sees what it is there to see: faults that are put into the service on purpose.</summary>
[Collection(FuzzTests.Alone)]
public sealed class PlantedFaults
{
    private static readonly string[] Addresses =
        ["/api/v1/categories", "/api/v1/promotions", "/api/v1/stores", "/api/v1/me/goals", "/api/v1/me/history", "/api/v1/me/insights", "/api/v1/me/referral"];

    internal static bool IsError(string line) => line.Contains("fail: ", StringComparison.Ordinal) || line.Contains("crit: ", StringComparison.Ordinal);

    [Fact]
    public async Task Every_kind_of_fault_is_found_and_says_how_to_see_it_again()
    {
        var faults = new Faults();
        await using var api = await TestApi.StartAsync(services => services.AddSingleton<IStartupFilter>(faults));
        var options = new FuzzOptions
        {
            Requests = 120,
            Which = operation => operation.Method == "GET" && Addresses.Contains(operation.Template),
            AnswerBound = TimeSpan.FromSeconds(1),
            Memory = () => Task.FromResult(new MemoryReading(GC.GetTotalMemory(forceFullCollection: true), 0)),
            GrowthMax = 4 * 1024 * 1024,
        };
        var report = await Fuzzer.RunAsync(api.Address, options);

        HashSet<string> expected =
        [
            "500 GET /api/v1/categories", "answer GET /api/v1/me/insights", "answer GET /api/v1/stores", "late GET /api/v1/promotions", "memory", "not HTTP GET /api/v1/me/referral",
            "not as described GET /api/v1/me/goals",
        ];
        Assert.Superset(expected, report.Findings.Select(finding => finding.First.Key.Trim()).ToHashSet());
        Assert.Contains(api.Logs.Lines, IsError);

        // The same request once more shows the same.
        var failed = report.Findings.Single(finding => finding.First.Kind == "500").First;
        var again = await Fuzzer.RunAsync(api.Address, options with { Only = failed.Request!.Number });
        Assert.Contains("500", again.Findings.Select(finding => finding.First.Kind));
        Assert.Contains($"--seed {options.Seed} --only {failed.Request.Number}", failed.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Fails, hangs, refuses without a problem, says JSON of what is none, answers otherwise than described, ends the
    /// connection, and never forgets.
    /// </summary>
    private sealed class Faults : IStartupFilter
    {
        private readonly List<byte[]> _leaked = [];

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(FailAsync);
            next(app);
        };

        private Task FailAsync(HttpContext context, RequestDelegate next)
        {
            switch (context.Request.Path.Value)
            {
                case "/api/v1/categories":
                    throw new InvalidOperationException("Planted.");
                case "/api/v1/promotions":
                    return Task.Delay(Timeout.Infinite, context.RequestAborted);
                case "/api/v1/stores":
                    context.Response.StatusCode = 400;
                    return context.Response.WriteAsync("no problem");
                case "/api/v1/me/insights":
                    context.Response.ContentType = "application/json";
                    return context.Response.WriteAsync("{");
                case "/api/v1/me/goals":
                    context.Response.ContentType = "application/json";
                    return context.Response.WriteAsync("""{"items":[{"id":"g1","type":"car","priority":"first"}],"nextCursor":null}""");
                case "/api/v1/me/referral":
                    context.Abort();
                    return Task.CompletedTask;
                default:
                    // More than what other tests of this process have left behind and is freed meanwhile.
                    lock (_leaked)
                    {
                        _leaked.Add(new byte[context.Request.Path.Value == "/api/v1/me/history" ? 32 * 1024 * 1024 : 0]);
                    }

                    return next(context);
            }
        }
    }
}
