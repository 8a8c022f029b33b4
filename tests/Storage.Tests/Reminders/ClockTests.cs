using Cashback.Support;

namespace Cashback.Storage.Tests.Reminders;

public sealed class ClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(20);

    private readonly string _key = $"alarm:{Guid.NewGuid():N}";
    private TestProgramme _programme = null!;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync();

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    private IAlarmGrain Alarm(string suffix = "") => _programme.Grains.GetGrain<IAlarmGrain>(_key + suffix);

    private List<(string Grain, string Name, DateTimeOffset At)> Woken =>
        [.. AlarmGrain.Woken.Where(woken => woken.Grain.StartsWith(_key, StringComparison.Ordinal))];

    [Fact]
    public async Task Advance_ticks_at_the_due_times_in_their_order()
    {
        var start = _programme.Now;
        await Alarm("-late").SetAsync("once", TimeSpan.FromDays(90), Hour);
        await Alarm("-soon").SetAsync("once", TimeSpan.FromDays(2), Hour);
        await Alarm("-later").SetAsync("once", TimeSpan.FromDays(91), Hour);

        await _programme.AdvanceAsync(TimeSpan.FromDays(90) + Hour);

        Assert.Equal([_key + "-soon", _key + "-late"], Woken.Select(woken => woken.Grain));
        Assert.Equal(start.AddDays(2), Woken[0].At, Slack);
        Assert.Equal(start.AddDays(90), Woken[1].At, Slack);
        Assert.Equal(start.AddDays(90) + Hour, _programme.Now, Slack);
    }

    [Fact]
    public async Task Advance_ticks_what_is_registered_on_the_way()
    {
        var start = _programme.Now;
        await Alarm().SetAsync("chain", TimeSpan.FromDays(1), Hour);

        await _programme.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(["chain", "once"], Woken.Select(woken => woken.Name));
        Assert.Equal(start.AddDays(1) + 2 * Hour, Woken[1].At, Slack);
    }

    [Fact]
    public async Task Reminder_that_stays_is_asked_a_handful_of_times_and_a_failing_one_stops_nobody()
    {
        await Alarm("-stays").SetAsync("stays", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
        await Alarm("-broken").SetAsync("broken", TimeSpan.FromMinutes(6), Hour);
        await Alarm("-other").SetAsync("once", TimeSpan.FromDays(300), Hour);

        await _programme.AdvanceAsync(TimeSpan.FromDays(365));

        Assert.InRange(Woken.Count(woken => woken.Name == "stays"), 6, 30);
        Assert.InRange(Woken.Count(woken => woken.Name == "broken"), 6, 30);
        Assert.Single(Woken, woken => woken.Name == "once");
    }

    [Fact]
    public async Task Ten_thousand_deadlines_that_are_seconds_apart_come_in_one_advance()
    {
        const int Subscribers = 100, Purchases = 100;
        await Parallel.ForAsync(
            0, Subscribers * Purchases,
            async (n, _) => await Alarm($"-{n}").SetAsync("once", TimeSpan.FromDays(90) + TimeSpan.FromSeconds(n), Hour));

        await _programme.AdvanceAsync(TimeSpan.FromDays(91));

        Assert.Equal(Subscribers * Purchases, Woken.Count);
    }

    [Fact]
    public async Task Clock_stays_where_it_was_moved_over_a_restart()
    {
        var start = DateTimeOffset.UtcNow;
        await _programme.AdvanceAsync(TimeSpan.FromDays(31));

        await _programme.RestartAsync();

        Assert.Equal(start.AddDays(31), _programme.Now, Slack);
    }

    [Fact]
    public async Task Time_missed_while_the_cluster_was_down_is_made_up_for_by_the_next_tick()
    {
        await Alarm().SetAsync("once", TimeSpan.FromDays(1), Hour);
        await _programme.SkipAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(10));
        await _programme.RestartAsync();
        Assert.Empty(Woken);

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(60));

        Assert.Single(Woken);
    }

    [Fact]
    public async Task Reminder_comes_by_itself_when_the_moved_clock_reaches_its_window()
    {
        await Alarm().SetAsync("once", TimeSpan.FromDays(1), Hour);
        await _programme.SkipAsync(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(10));

        // A silo that starts reads what is due soon: by the database's clock, which must have moved with the programme's.
        await _programme.RestartAsync();

        await Eventually.TrueAsync(() => Task.FromResult(Woken.Count == 1), "the reminder ticked", TimeSpan.FromSeconds(60));
    }
}
