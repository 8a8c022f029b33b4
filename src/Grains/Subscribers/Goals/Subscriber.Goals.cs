using Cashback.Programme;

namespace Cashback.Subscribers;

/// <summary>What the bonuses are for.</summary>
internal sealed partial record Subscriber
{
    /// <param name="phoneKind">Whose the number to top up is, by the number directory; null if no number was given.</param>
    public Outcome<(Subscriber Next, GoalView Added)> AddGoal(
        NewGoal goal, SubscriberKind? phoneKind, string undoCode, DateTimeOffset now, ProgrammeRules rules)
    {
        var changed = Goals.Add(goal, new GoalRules(Kind, Phone, phoneKind, rules.TopUpOthers));
        if (changed.Value is not { } goals)
        {
            return changed.Rejection!;
        }

        if (Goals.FindMade(goal) is { } made)
        {
            return (this, ToGoalView(made.Id, rules));
        }

        if (!goal.Proven && GoalRules.IsForAnother(goal.Type, goal.Phone, Phone))
        {
            return ProofRequired;
        }

        var added = goals.InOrder.Single(one => Goals.Find(one.Id) is null);
        var noted = WithGoal(goals, added, undoCode, now, rules);
        return noted.Value is { } next ? (next, next.ToGoalView(added.Id, rules)) : noted.Rejection!;
    }

    public Outcome<Subscriber> ChangeGoal(string goalId, GoalChange change) => With(Goals.Change(goalId, change));

    public Outcome<Subscriber> RemoveGoal(string goalId) => With(Goals.Remove(goalId));

    public Outcome<Subscriber> ReorderGoals(IReadOnlyList<string> goalIds) => With(Goals.Reorder(goalIds));

    public GoalView ToGoalView(string goalId, ProgrammeRules rules) => ToGoalViews(rules).Single(view => view.Id == goalId);

    public IEnumerable<GoalView> ToGoalViews(ProgrammeRules rules) => Goals.InOrder.Select((goal, index) => new GoalView(
        goal.Id,
        goal.Type,
        goal.Phone,
        goal.MonthlyLimit,
        goal.Target,
        GoalRules.Saved(goal.Type, Balance.Savings),
        index + 1,
        GoalRules.WhySuspended(goal, Phone, rules.TopUpOthers)?.In(Locale == "en" ? TextLanguage.English : TextLanguage.Russian)));

    private Outcome<Subscriber> With(Outcome<Goals> changed) =>
        changed.Value is { } goals ? this with { Goals = goals } : changed.Rejection!;
}
