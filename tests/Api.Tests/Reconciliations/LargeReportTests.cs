using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Reconciliations;
using Cashback.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Reconciliations;

/// <summary>
/// Reports of many lines. CASHBACK_REPORT_LINES sets how many, 1000000 for example; what was measured stands in the
/// test's output (-showLiveOutput).
/// </summary>
public sealed class LargeReportTests
{
    private const int LinesOfASubscriber = 20;

    private static int Lines =>
        int.TryParse(Environment.GetEnvironmentVariable("CASHBACK_REPORT_LINES"), NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
            ? lines
            : 20_000;

    [Fact]
    public async Task Every_line_of_a_large_report_is_applied_once_and_a_second_run_changes_nothing()
    {
        var bound = TimeSpan.FromHours(2);
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        operations.Timeout = bound;
        var clicks = await ClicksAsync(api, Lines / LinesOfASubscriber);

        foreach (var expected in new[] { $"lines {Lines}, new {Lines}", $"lines {Lines}, same {Lines}" })
        {
            var watch = Stopwatch.StartNew();
            using var response = await Report.SendAsync(operations, new Generated(clicks));
            Assert.Equal("202", await response.OutcomeAsync());
            var sent = watch.Elapsed;
            var run = await Report.EndAsync(operations, response.Headers.Location!.ToString(), bound);

            Assert.Equal(expected, run.Counts());
            Assert.Empty(await Report.ConflictsAsync(operations, run));
            var sums = Assert.Single(run.GetProperty("sums").EnumerateArray());
            Assert.Equal(sums.GetProperty("network").GetRawText(), sums.GetProperty("ours").GetRawText());
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{expected}: taken in {sent.TotalSeconds:0} s, applied in {watch.Elapsed.TotalSeconds:0} s; working set {Environment.WorkingSet >> 20} MB, heap {GC.GetTotalMemory(false) >> 20} MB"));
        }
    }

    [Fact]
    public async Task Run_holds_no_more_than_the_lines_of_its_batch()
    {
        await using var api = await TestApi.StartAsync();
        var clicks = await ClicksAsync(api, 50);
        var rows = new Watched(clicks, 20_000);

        var begun = await api.Services.GetRequiredService<ReconciliationRuns>()
            .BeginAsync(new ReconciliationStart("admitad", NetworkChannels.Report, null, null, null), rows);
        using var operations = api.Operator();
        var run = await Report.EndAsync(operations, $"/ops/v1/reconciliations/{begun.Value!.Id}");

        Assert.Equal("lines 20000, new 1000, same 19000", run.Counts());
        Assert.Equal(0, rows.HeldBeyondTheirBatch);
    }

    private static async Task<string[]> ClicksAsync(TestApi api, int subscribers)
    {
        var grains = api.Services.GetRequiredService<IGrainFactory>();
        var ids = api.Services.GetRequiredService<IdSource>();
        var made = api.Services.GetRequiredService<ClickIds>();
        var now = api.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var clicks = new string[subscribers];
        await Parallel.ForEachAsync(Enumerable.Range(0, subscribers), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            var id = ids.Next();
            await grains.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(id)).RegisterAsync(
                new Registration(new Phone($"+7916{i:D7}"), SubscriberKind.Guest, "ru"));
            clicks[i] = made.Make(id, "ozon", now, terms: 1);
        });
        return clicks;
    }

    /// <summary>A report that is written while it is sent.</summary>
    private sealed class Generated(string[] clicks) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
            await writer.WriteAsync(Report.Header);
            for (var line = 0; line < clicks.Length * LinesOfASubscriber; line++)
            {
                await writer.WriteAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{9_000_000 + line};approved;\"1 {line % 900 + 100},50\";RUB;order-{line};;{clicks[line % clicks.Length]};\n"));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>Rows of which it is known how many are still held by somebody.</summary>
    private sealed class Watched(string[] clicks, int rows) : IReportSource
    {
        private const int LookEvery = 4_096;

        /// <summary>A batch and a row more, with room for those of the batch before that a machine register still names.</summary>
        private const int Batch = 1_100;

        private readonly Queue<WeakReference> _given = new();

        public int Percent => 0;

        public IReadOnlyList<LocalText> Warnings => [];

        public int HeldBeyondTheirBatch { get; private set; }

        public async IAsyncEnumerable<ReportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            for (var line = 0; line < rows; line++)
            {
                await Task.Yield();
                yield return Make(line);
                if (line % LookEvery == LookEvery - 1)
                {
                    Look();
                }
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private ReportRow Make(int line)
        {
            var values = new Dictionary<string, string>
            {
                ["action_id"] = $"{70_000 + line % 1_000}",
                ["status"] = "approved",
                ["cart"] = "10",
                ["currency"] = "RUB",
                ["subid"] = clicks[line % 1_000 % clicks.Length],
            };
            _given.Enqueue(new WeakReference(values));
            return new ReportRow(line + 2, values);
        }

        private void Look()
        {
            GC.Collect();
            while (_given.Count > Batch)
            {
                HeldBeyondTheirBatch += _given.Dequeue().IsAlive ? 1 : 0;
            }
        }
    }
}
