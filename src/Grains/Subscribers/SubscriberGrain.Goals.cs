namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    public async Task<Outcome<GoalView>> AddGoalAsync(NewGoal goal)
    {
        if (Closed is { } refusal)
        {
            return refusal;
        }

        SubscriberKind? phoneKind = goal.Phone is { } phone ? await numbers.FindKindAsync(phone, CancellationToken.None) : null;
        if (Closed is { } closed)
        {
            return closed;
        }

        var current = Current;
        var made = current.Goals.FindMade(goal);
        var changed = current.Goals.Add(goal, new GoalRules(Record!.Kind, Record.Phone, phoneKind, rules.TopUpOthers));
        if (changed.Value is not { } goals)
        {
            return changed.Rejection!;
        }

        if (made is null && goal is { Type: GoalType.TopUp, Proven: false } && goal.Phone != Record.Phone)
        {
            return Subscriber.ProofRequired;
        }

        var added = made ?? goals.InOrder.Single(one => current.Goals.Find(one.Id) is null);
        var noted = made is null ? current.WithGoal(goals, added, UndoCode.Make(), Now, rules) : current;
        if (noted.Value is not { } next)
        {
            return noted.Rejection!;
        }

        await CommitAsync(next);
        return next.ToGoalViews(rules).Single(view => view.Id == added.Id);
    }

    public Task<Outcome<GoalView>> ChangeGoalAsync(string goalId, GoalChange change) =>
        Closed is { } refusal ? Task.FromResult<Outcome<GoalView>>(refusal) : CommitGoalsAsync(Current.Goals.Change(goalId, change), _ => goalId);

    public async Task<Outcome<bool>> RemoveGoalAsync(string goalId)
    {
        if (Closed is { } refusal)
        {
            return refusal;
        }

        var removed = Current.Goals.Remove(goalId);
        if (removed.Value is not { } goals)
        {
            return removed.Rejection!;
        }

        await CommitAsync(Current with { Goals = goals });
        return true;
    }

    public async Task<Outcome<IReadOnlyList<GoalView>>> ReorderGoalsAsync(IReadOnlyList<string> goalIds)
    {
        if (Closed is { } refusal)
        {
            return refusal;
        }

        var reordered = Current.Goals.Reorder(goalIds);
        if (reordered.Value is not { } goals)
        {
            return reordered.Rejection!;
        }

        await CommitAsync(Current with { Goals = goals });
        return new([.. Record!.ToGoalViews(rules)], null);
    }

    private async Task<Outcome<GoalView>> CommitGoalsAsync(Outcome<Goals> changed, Func<Goals, string> idOf)
    {
        if (changed.Value is not { } goals)
        {
            return changed.Rejection!;
        }

        var current = Current;
        await CommitAsync(ReferenceEquals(goals, current.Goals) ? current : current with { Goals = goals });
        return Record!.ToGoalViews(rules).Single(view => view.Id == idOf(goals));
    }
}
