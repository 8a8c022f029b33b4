using Cashback.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cashback.Rules.Tests.Runs;

public sealed class BackgroundRunsTests : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly BackgroundRuns _runs;

    public BackgroundRunsTests() => _runs = new(NullLogger<BackgroundRuns>.Instance, _stopping.Token);

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public async Task The_end_of_a_run_is_noted_once_with_what_became_of_it()
    {
        Assert.Equal(["finished"], await EndsOfAsync(new TestRun(_ => Task.CompletedTask)));
        Assert.Equal(["failed"], await EndsOfAsync(new TestRun(_ => throw new InvalidOperationException("broken"))));
    }

    [Fact]
    public async Task A_run_that_ends_with_the_process_is_noted_as_stopped()
    {
        await _stopping.CancelAsync();
        Assert.Equal(["stopped"], await EndsOfAsync(new TestRun(stopping => Task.Delay(Timeout.InfiniteTimeSpan, stopping))));
    }

    [Fact]
    public async Task An_end_that_could_not_be_noted_is_noted_again()
    {
        var run = new TestRun(_ => Task.CompletedTask) { FailuresOfEnd = 2 };
        Assert.Equal(["finished", "finished", "finished"], await EndsOfAsync(run));
    }

    [Fact]
    public async Task A_group_has_so_many_places_and_gets_each_back_before_the_end_is_noted()
    {
        var go = new TaskCompletionSource();
        var counts = new List<int>();
        Assert.True(_runs.TryTakePlace("group", atOnce: 1));
        Assert.False(_runs.TryTakePlace("group", atOnce: 1));
        Assert.Equal(1, _runs.CountOf("group"));

        _runs.Start(new TestRun(_ => go.Task) { AtEnd = () => counts.Add(_runs.CountOf("group")) });
        Assert.Equal(1, _runs.CountOf("group"));
        go.SetResult();
        await _runs.WhenIdleAsync(TestContext.Current.CancellationToken);

        Assert.Equal([0], counts);
        Assert.Equal(0, _runs.CountOf("group"));
        Assert.True(_runs.TryTakePlace("group", atOnce: 1));
    }

    private async Task<List<string>> EndsOfAsync(TestRun run)
    {
        Assert.True(_runs.TryTakePlace(run.Group, atOnce: 1));
        _runs.Start(run);
        await _runs.WhenIdleAsync(TestContext.Current.CancellationToken);
        return run.Ends;
    }

    private sealed class TestRun(Func<CancellationToken, Task> work) : BackgroundRun
    {
        public override string Group => "group";

        public override string Name => "A run of the test";

        public List<string> Ends { get; } = [];

        public int FailuresOfEnd { get; init; }

        public Action AtEnd { get; init; } = () => { };

        public override Task WorkAsync(CancellationToken stopping) => work(stopping);

        public override Task EndedAsync(RunEnd end)
        {
            Ends.Add(end.ToString());
            AtEnd();
            return Ends.Count <= FailuresOfEnd ? throw new TimeoutException("the store is away") : Task.CompletedTask;
        }
    }
}
