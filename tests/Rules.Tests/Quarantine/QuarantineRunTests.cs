using Cashback.Quarantine;

namespace Cashback.Rules.Tests.Quarantine;

public class QuarantineRunTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly QuarantineTask Task =
        new(QuarantineAction.Replay, new QuarantineFilter(QuarantineState.Open, "admitad", "unknown-store"));

    private static readonly QuarantineProgress HalfWay = new(Done: 5, Applied: 5, LastSeen: Now.AddDays(-1), LastId: "5");

    [Fact]
    public void New_run_means_what_was_there_when_it_started()
    {
        var start = Begin(null, Now);

        Assert.True(start.Started);
        Assert.Equal((Now, 10, 1), (start.Run.Task.Filter.To, start.Run.Total, start.Run.Attempt));
    }

    [Fact]
    public void Run_under_way_is_left_alone()
    {
        var run = Begin(null, Now).Run;

        Assert.Equal(new QuarantineRunStart(run, Started: false), Begin(run, Now.AddSeconds(59)));
    }

    [Fact]
    public void Run_whose_process_is_silent_is_taken_over_and_the_first_process_reports_in_vain()
    {
        var run = Begin(null, Now).Run.Report(1, HalfWay, QuarantineRunState.Running, Now)!;
        var taken = Begin(run, Now.AddMinutes(1));

        Assert.True(taken.Started);
        Assert.Equal((HalfWay, 2), (taken.Run.Progress, taken.Run.Attempt));
        Assert.Null(taken.Run.Report(1, HalfWay, QuarantineRunState.Finished, Now.AddMinutes(1)));
    }

    [Fact]
    public void Stopped_run_goes_on_and_a_finished_one_starts_anew()
    {
        var run = Begin(null, Now).Run;
        var stopped = Begin(run.Report(1, HalfWay, QuarantineRunState.Stopped, Now), Now);
        var again = Begin(run.Report(1, HalfWay, QuarantineRunState.Finished, Now), Now.AddHours(1));

        Assert.Equal((true, HalfWay, Now), (stopped.Started, stopped.Run.Progress, stopped.Run.Task.Filter.To!.Value));
        Assert.Equal(
            (true, new QuarantineProgress(), Now.AddHours(1)), (again.Started, again.Run.Progress, again.Run.Task.Filter.To!.Value));
    }

    private static QuarantineRunStart Begin(QuarantineRun? run, DateTimeOffset now) => run.Begin("1", Task, "alice", 10, now);
}
