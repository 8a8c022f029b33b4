using System.Globalization;
using Cashback.Fuzz;
using Cashback.Fuzz.Description;

namespace Cashback.Api.Tests.Facade;

/// <summary>Whatever is sent to whatever the description has: never a failure of ours. <c>./bench fuzz</c> is the long form.</summary>
[Collection(Alone)]
public sealed class FuzzTests
{
    /// <summary>They look at the time of an answer and at the memory of this process: nothing else runs meanwhile.</summary>
    public const string Alone = "alone";

    private const string RequestsVariable = "CASHBACK_TEST_FUZZ";
    private const int RequestsUsual = 3_000;

    [Fact]
    public async Task Nothing_that_is_sent_makes_the_service_fail()
    {
        var requests = Environment.GetEnvironmentVariable(RequestsVariable) is { Length: > 0 } many
            ? int.Parse(many, CultureInfo.InvariantCulture)
            : RequestsUsual;
        await using var api = await TestApi.StartAsync();
        var report = await Fuzzer.RunAsync(api.Address, new FuzzOptions { Requests = requests, Memory = MemoryAsync });
        AssertClean(api, report);

        // Most of what is behind the first checks was reached.
        Assert.InRange(report.AnswersOf(status => status < 300), requests / 5, requests);
        Assert.True(report.NeverDone.Count < report.Operations / 3, string.Join("\n", report.NeverDone));
    }

    [Fact]
    public async Task Limits_refuse_in_order_what_is_too_much()
    {
        await using var api = await TestApi.StartAsync(
            "Cashback:Facade:Limits:GeneralPerMinute=600",
            "Cashback:Facade:Limits:SignInPerMinute=60",
            "Cashback:Facade:Limits:CodesPerHour=100",
            "Cashback:Facade:Limits:OperationsPerMinute=600");
        var report = await Fuzzer.RunAsync(api.Address, new FuzzOptions
        {
            Requests = 1_500,
            Seed = 2,
            Which = operation => operation.Natural is not Caller.Operator && !operation.Template.StartsWith("/dev/", StringComparison.Ordinal),
            TrueStory = false,
        });
        AssertClean(api, report);
        Assert.NotEqual(0, report.AnswersOf(status => status == 429));
    }

    private static void AssertClean(TestApi api, FuzzReport report)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        Assert.True(report.Findings.Count == 0, string.Join("\n", report.Findings.Select(finding => finding.First)));
        var errors = api.Logs.Lines.Where(PlantedFaults.IsError).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors));
    }

    private static Task<MemoryReading> MemoryAsync() =>
        Task.FromResult(new MemoryReading(GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet));
}

[CollectionDefinition(FuzzTests.Alone, DisableParallelization = true)]
public sealed class Alone;
