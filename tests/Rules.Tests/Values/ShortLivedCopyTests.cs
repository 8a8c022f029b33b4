namespace Cashback.Rules.Tests.Values;

public sealed class ShortLivedCopyTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private readonly SetClock _clock = new();
    private int _readings;

    [Fact]
    public async Task Owner_is_asked_once_in_a_lifetime()
    {
        var copy = new ShortLivedCopy<int>(Lifetime, _clock, () => Task.FromResult(++_readings));

        Assert.Equal((1, 1), (await copy.GetAsync(), await copy.GetAsync()));
        _clock.Now += Lifetime;
        Assert.Equal((2, 2), (await copy.GetAsync(), await copy.GetAsync()));
    }

    [Fact]
    public async Task Readers_at_the_same_time_share_one_reading()
    {
        var answer = new TaskCompletionSource<int>();
        var copy = new ShortLivedCopy<int>(Lifetime, _clock, () =>
        {
            _readings++;
            return answer.Task;
        });

        var readers = Enumerable.Range(0, 10).Select(_ => copy.GetAsync()).ToList();
        _clock.Now += 10 * Lifetime;
        readers.Add(copy.GetAsync());
        answer.SetResult(5);

        Assert.All(await Task.WhenAll(readers), value => Assert.Equal(5, value));
        Assert.Equal(1, _readings);
    }

    [Fact]
    public async Task Failed_reading_is_not_kept()
    {
        var copy = new ShortLivedCopy<int>(
            Lifetime, _clock, () => ++_readings == 1 ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(_readings));

        await Assert.ThrowsAsync<TimeoutException>(copy.GetAsync);
        Assert.Equal(2, await copy.GetAsync());
    }

    [Fact]
    public async Task Who_changed_it_reads_it_anew_and_everybody_after()
    {
        var copy = new ShortLivedCopy<int>(Lifetime, _clock, () => Task.FromResult(++_readings));
        await copy.GetAsync();

        Assert.Equal((2, 2), (await copy.RefreshAsync(), await copy.GetAsync()));
    }

    [Fact]
    public async Task Reading_under_way_does_not_hide_a_change_that_came_after_it_began()
    {
        var before = new TaskCompletionSource<int>();
        var copy = new ShortLivedCopy<int>(Lifetime, _clock, () => ++_readings == 1 ? before.Task : Task.FromResult(_readings));
        var old = copy.GetAsync();

        Assert.Equal(2, await copy.RefreshAsync());
        before.SetResult(1);

        Assert.Equal((1, 2), (await old, await copy.GetAsync()));
    }

    [Fact]
    public async Task Clock_that_is_set_back_makes_no_copy_live_longer()
    {
        var copy = new ShortLivedCopy<int>(Lifetime, _clock, () => Task.FromResult(++_readings));
        await copy.GetAsync();
        _clock.Now -= TimeSpan.FromDays(1);

        Assert.Equal(2, await copy.GetAsync());
    }

    [Fact]
    public async Task Owner_can_be_asked_what_has_changed_since_the_copy_before()
    {
        var copy = new ShortLivedCopy<string>(Lifetime, _clock, before => Task.FromResult(before + "x"));
        await copy.GetAsync();

        Assert.Equal("xx", await copy.RefreshAsync());
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
