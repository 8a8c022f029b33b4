using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>domain.md, "Goals".</summary>
public sealed class GoalTests
{
    private static readonly GoalRules Individual = new(SubscriberKind.Individual, Own, SubscriberKind.Individual, true);

    [Theory]
    [InlineData(SubscriberKind.Individual, GoalType.TopUp)]
    [InlineData(SubscriberKind.Guest, GoalType.Smartphone)]
    [InlineData(SubscriberKind.Corporate, GoalType.Smartphone)]
    public void Registration_gives_the_default_goal_of_the_kind(SubscriberKind kind, GoalType type)
    {
        var goal = Assert.Single(Subscriber(kind).Goals.InOrder);

        Assert.Equal((type, type == GoalType.TopUp ? Own : (Phone?)null), (goal.Type, goal.Phone));
        Assert.Null(goal.MonthlyLimit);
    }

    [Fact]
    public void A_goal_goes_where_its_priority_says_and_the_others_move_down()
    {
        var goals = Subscriber().Goals.Add(new NewGoal(GoalType.Smartphone, null, null, 5_000, 1), Individual).Value!;

        Assert.Equal([GoalType.Smartphone, GoalType.TopUp], goals.InOrder.Select(goal => goal.Type));
    }

    [Fact]
    public void Refusals_name_the_field()
    {
        var goals = Subscriber().Goals;
        (string Field, NewGoal Goal, GoalRules Rules)[] cases =
        [
            ("monthlyLimit", new(GoalType.TopUp, Other, 0, null), Individual),
            ("monthlyLimit", new(GoalType.TopUp, Other, -5, null), Individual),
            ("target", new(GoalType.Smartphone, null, null, 0), Individual),
            ("target", new(GoalType.TopUp, Other, null, 5), Individual),
            ("phone", new(GoalType.TopUp, null, null, null), Individual),
            ("phone", new(GoalType.TopUp, Own, null, null), Individual),
            ("phone", new(GoalType.Smartphone, Other, null, null), Individual),
            ("phone", new(GoalType.TopUp, Other, null, null), Individual with { PhoneKind = SubscriberKind.Guest }),
            ("phone", new(GoalType.TopUp, Other, null, null), Individual with { TopUpOthers = false }),
            ("type", new(GoalType.TopUp, Other, null, null), Individual with { Owner = SubscriberKind.Corporate }),
            ("priority", new(GoalType.TopUp, Other, null, null, 3), Individual),
            ("priority", new(GoalType.TopUp, Other, null, null, 0), Individual),
        ];

        Assert.All(cases, row => Assert.Equal(row.Field, goals.Add(row.Goal, row.Rules).Rejection?.Field));
    }

    [Fact]
    public void There_is_one_smartphone_at_most()
    {
        var goals = Subscriber(SubscriberKind.Guest).Goals;

        Assert.Equal("duplicate-goal", goals.Add(new(GoalType.Smartphone, null, null, null), Individual).Rejection!.Type);
    }

    [Fact]
    public void The_last_goal_stays()
    {
        var one = Subscriber().Goals;
        var two = one.Add(new(GoalType.TopUp, Other, null, null), Individual).Value!;

        Assert.Equal("last-goal", one.Remove("g1").Rejection!.Type);
        Assert.Equal("g2", Assert.Single(two.Remove("g1").Value!.InOrder).Id);
        Assert.Equal(RejectionKind.NotFound, two.Remove("g9").Rejection!.Kind);
    }

    [Fact]
    public void Reordering_names_every_goal_once()
    {
        var goals = Subscriber().Goals.Add(new(GoalType.TopUp, Other, null, null), Individual).Value!;

        Assert.Equal(["g2", "g1"], goals.Reorder(["g2", "g1"]).Value!.InOrder.Select(goal => goal.Id));
        Assert.Equal("ids", goals.Reorder(["g2", "g2"]).Rejection!.Field);
        Assert.Equal("ids", goals.Reorder(["g2"]).Rejection!.Field);
    }

    [Fact]
    public void A_change_touches_only_what_it_names()
    {
        var goals = Subscriber().Goals.Change("g1", new GoalChange(true, 300, false, null)).Value!;
        Assert.Equal(300, goals.Find("g1")!.MonthlyLimit);

        Assert.Equal(300, goals.Change("g1", new GoalChange(false, null, false, null, 1)).Value!.Find("g1")!.MonthlyLimit);
        Assert.Null(goals.Change("g1", new GoalChange(true, null, false, null)).Value!.Find("g1")!.MonthlyLimit);
        Assert.Equal("target", goals.Change("g1", new GoalChange(false, null, true, 5)).Rejection!.Field);
    }
}
