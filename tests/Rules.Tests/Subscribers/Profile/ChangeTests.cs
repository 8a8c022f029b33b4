using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>Changes that can turn bonuses over to somebody else, and undoing them.</summary>
public sealed class ChangeTests
{
    private const string Code = "ABCD2345";

    [Fact]
    public void Another_address_asks_for_a_proof_and_the_same_one_does_not()
    {
        var subscriber = Subscriber() with { Email = "old@example.ru", EmailConfirmed = true };

        Assert.Equal("fresh-proof-required", Change(subscriber, "new@example.ru", proven: false).Rejection!.Type);
        Assert.Equal("fresh-proof-required", Change(subscriber, "", proven: false).Rejection!.Type);
        Assert.Same(subscriber, Change(subscriber, "old@example.ru", proven: false).Value);
    }

    [Fact]
    public void Changed_address_is_told_of_counts_for_nothing_yet_and_can_be_undone_for_ten_minutes()
    {
        var subscriber = Subscriber() with { Email = "old@example.ru", EmailConfirmed = true };

        var changed = Change(subscriber, "new@example.ru").Value!;

        Assert.Equal(("new@example.ru", false), (changed.Email, changed.EmailConfirmed));
        Assert.Equal(("email-changed", Code), (Last(changed).Template, Last(changed).Values["undo"]));
        var (undone, what) = changed.Undo(" abcd-2345 ", Now.AddMinutes(10).AddTicks(-1), TheRules);
        Assert.Equal(("email", "old@example.ru", true), (what, undone.Email, undone.EmailConfirmed));
        Assert.Null(undone.Undo(Code, Now.AddMinutes(1), TheRules).Undone);
        Assert.Null(changed.Undo(Code, Now.AddMinutes(10), TheRules).Undone);
        Assert.Null(changed.Undo("ABCD2346", Now, TheRules).Undone);
    }

    [Fact]
    public void Goal_for_a_strangers_number_is_told_of_and_can_be_undone_and_the_own_one_is_neither()
    {
        var subscriber = Subscriber();
        var goals = subscriber.Goals.Add(
            new NewGoal(GoalType.TopUp, Other, null, null),
            new GoalRules(SubscriberKind.Individual, Own, SubscriberKind.Individual, true)).Value!;

        var added = subscriber.WithGoal(goals, goals.InOrder[^1], Code, Now, TheRules).Value!;

        Assert.Equal(("goal-added", Other.Masked), (Last(added).Template, Last(added).Values["phone"]));
        Assert.Equal(subscriber.Goals.InOrder, added.Undo(Code, Now, TheRules).Next.Goals.InOrder);
        Assert.Empty(subscriber.WithGoal(goals, TopUp("g9", Own, null), Code, Now, TheRules).Value!.Messages());
    }

    [Fact]
    public void Undone_goal_that_is_the_last_one_leaves_the_usual_goal()
    {
        var subscriber = Subscriber();
        var added = subscriber.WithGoal(
            new Goals { InOrder = [TopUp("g2", Other, null)], LastNumber = 2 }, TopUp("g2", Other, null), Code, Now, TheRules).Value!;

        Assert.Equal(Own, Assert.Single(added.Undo(Code, Now, TheRules).Next.Goals.InOrder).Phone);
    }

    [Fact]
    public void More_changes_than_can_be_undone_are_refused()
    {
        var subscriber = Subscriber();
        for (var n = 0; n < 10; n++)
        {
            subscriber = Change(subscriber, $"a{n}@example.ru").Value!;
        }

        Assert.Equal("too-many-changes", Change(subscriber, "one-more@example.ru").Rejection!.Type);
    }

    [Fact]
    public void The_same_request_makes_one_goal_and_another_one_under_its_name_is_refused()
    {
        var rules = new GoalRules(SubscriberKind.Individual, Own, SubscriberKind.Individual, true);
        var once = Subscriber().Goals.Add(new NewGoal(GoalType.TopUp, Other, 300, null, RequestId: "r"), rules).Value!;

        Assert.Same(once, once.Add(new NewGoal(GoalType.TopUp, Other, 300, null, RequestId: "r"), rules).Value);
        Assert.Equal("idempotency-key-reused", once.Add(new NewGoal(GoalType.Smartphone, null, null, null, RequestId: "r"), rules).Rejection!.Type);
        Assert.Equal("duplicate-goal", once.Add(new NewGoal(GoalType.TopUp, Other, 300, null, RequestId: "s"), rules).Rejection!.Type);
    }

    private static Outcome<Subscriber> Change(Subscriber subscriber, string email, bool proven = true) =>
        subscriber.ChangeProfile(new ProfileChange(email, null, proven), Code, Now, TheRules);

    private static SendMessage Last(Subscriber subscriber) => subscriber.Outbox.Entries.OfType<SendMessage>().Last();
}
