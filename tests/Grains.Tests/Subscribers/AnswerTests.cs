using Cashback.Subscribers;
using Cashback.Support;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>Commands that share a save are each answered by what they decided, not by what was decided after them.</summary>
public sealed class AnswerTests : IAsyncDisposable
{
    private readonly TaskCompletionSource _release = new();
    private TestProgramme _programme = null!;
    private Story _story = null!;

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        await _programme.DisposeAsync();
    }

    [Fact]
    public async Task Goal_that_is_changed_and_removed_during_one_save_is_answered_as_it_was_changed()
    {
        await StartAsync();
        var goal = (await _story.Subscriber.AddGoalAsync(new NewGoal(GoalType.Smartphone, null, null, 5_000))).Value!;

        var underWay = HoldASaveAsync();
        var changed = _story.Subscriber.ChangeGoalAsync(goal.Id, new GoalChange(false, null, true, 7_000));
        var removed = _story.Subscriber.RemoveGoalAsync(goal.Id);
        await ReleaseAsync();

        Assert.Equal((goal.Id, 7_000), ((await changed).Value!.Id, (await changed).Value!.Target));
        Assert.True((await removed).Value);
        Assert.True((await underWay).Accepted);
        Assert.DoesNotContain((await _story.AccountAsync()).Goals, one => one.Id == goal.Id);
    }

    [Fact]
    public async Task Goals_that_are_reordered_twice_during_one_save_are_answered_each_in_its_order()
    {
        await StartAsync();
        var first = (await _story.AccountAsync()).Goals[0].Id;
        var second = (await _story.Subscriber.AddGoalAsync(new NewGoal(GoalType.Smartphone, null, null, 5_000))).Value!.Id;

        var underWay = HoldASaveAsync();
        var one = _story.Subscriber.ReorderGoalsAsync([second, first]);
        var other = _story.Subscriber.ReorderGoalsAsync([first, second]);
        await ReleaseAsync();

        Assert.Equal([second, first], (await one).Value!.Select(goal => goal.Id));
        Assert.Equal([first, second], (await other).Value!.Select(goal => goal.Id));
        Assert.True((await underWay).Accepted);
    }

    [Fact]
    public async Task Profile_that_is_changed_twice_during_one_save_is_answered_each_time_as_it_was_changed()
    {
        await StartAsync();

        var underWay = HoldASaveAsync();
        var russian = _story.Subscriber.ChangeProfileAsync(new ProfileChange(null, "ru"));
        var english = _story.Subscriber.ChangeProfileAsync(new ProfileChange(null, "en"));
        await ReleaseAsync();

        Assert.Equal(("ru", "en"), ((await russian).Value!.Locale, (await english).Value!.Locale));
        Assert.True((await underWay).Accepted);
    }

    private async Task StartAsync()
    {
        _programme = await TestProgramme.StartAsync();
        _story = new Story(_programme, "01KAAAAAAAAAAAAAAAAAAAAAAA", "+79161230001");
        await _story.RegisterAsync();
        await _story.Operations.DrainOutboxAsync();
    }

    private Task<Outcome<Click>> HoldASaveAsync()
    {
        _programme.Faults.Hold(StateNames.Subscriber, _release.Task);
        return _story.Partner.VisitStoreAsync(new StoreVisit("shop", "Shop", Rate.OfPercent(5)));
    }

    /// <summary>Once all calls before this one have been decided on.</summary>
    private async Task ReleaseAsync()
    {
        await _story.Operations.GetLastMessageAsync();
        _release.TrySetResult();
    }
}
