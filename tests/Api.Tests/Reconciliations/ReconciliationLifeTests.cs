using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cashback.Api.Tests.Postbacks;
using Cashback.Networks;
using Cashback.Reconciliations;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Reconciliations;

/// <summary>Runs that do not come to their end by themselves.</summary>
public sealed class ReconciliationLifeTests
{
    [Fact]
    public async Task Run_is_seen_while_it_goes_on_and_ends_when_it_is_cancelled()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        var first = await BeginAsync(api, operations);
        var second = await BeginAsync(api, operations);
        Assert.Equal("409 too-many-reconciliations", await Report.SendAsync(operations, System.Text.Encoding.UTF8.GetBytes(Report.Header)).OutcomeAsync());

        foreach (var address in new[] { first, second })
        {
            using var cancelled = await operations.DeleteAsync(address);
            Assert.Equal("200", await cancelled.OutcomeAsync());
            var ended = await Report.EndAsync(operations, address);
            Assert.Equal("cancelled", ended.Text("state"));
            Assert.Equal("200", await operations.DeleteAsync(address).OutcomeAsync());
        }

        Assert.Equal("finished", (await Report.RunAsync(operations, Report.Header)).Text("state"));
    }

    [Fact]
    public async Task Run_whose_process_is_gone_is_interrupted_with_what_it_had_done()
    {
        await using var api = await TestApi.StartAsync();
        string address;
        using (var before = api.Operator())
        {
            address = await BeginAsync(api, before);
        }

        await api.RestartAsync();

        // Told by the process at its end, or else by its silence.
        await api.AdvanceAsync(TimeSpan.FromMinutes(6));
        using var operations = api.Operator();
        var run = await operations.GetFromJsonAsync<JsonElement>(address);
        Assert.Equal("interrupted", run.Text("state"));
        Assert.True(run.GetProperty("counts").GetProperty("lines").GetInt64() > 0);
        Assert.Equal("cancelled", (await (await operations.DeleteAsync(address)).JsonAsync()).Text("state"));
    }

    /// <summary>Starts a run that would never end, and waits until it is under way.</summary>
    private static async Task<string> BeginAsync(TestApi api, HttpClient operations)
    {
        var clicked = await Clicked.ByAsync(api);
        var begun = await api.Services.GetRequiredService<ReconciliationRuns>().BeginAsync(
            new ReconciliationStart("admitad", NetworkChannels.Report, null, null, "test"), new Endless(clicked.ClickId));
        var address = $"/ops/v1/reconciliations/{begun.Value!.Id}";
        await Eventually.TrueAsync(
            async () => (await operations.GetFromJsonAsync<JsonElement>(address)).GetProperty("counts").GetProperty("lines").GetInt64() > 0,
            "the run tells of its lines");
        Assert.Equal("running", (await operations.GetFromJsonAsync<JsonElement>(address)).Text("state"));
        return address;
    }

    /// <summary>One line again and again.</summary>
    private sealed class Endless(string click) : IReportSource
    {
        public int Percent => 0;

        public IReadOnlyList<LocalText> Warnings => [];

        public async IAsyncEnumerable<ReportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            var values = new Dictionary<string, string>
            {
                ["action_id"] = "E" + click[^10..],
                ["status"] = "pending",
                ["cart"] = "10",
                ["currency"] = "RUB",
                ["subid"] = click,
            };
            for (var line = 2L; ; line++)
            {
                cancellation.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return new ReportRow(line, values);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
