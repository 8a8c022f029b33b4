namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    public async Task<Outcome<GoalView>> AddGoalAsync(NewGoal goal)
    {
        SubscriberKind? phoneKind = goal.Phone is { } phone ? await lookups.Numbers.FindKindAsync(phone, CancellationToken.None) : null;
        return await DecideForParticipantAsync((current, now) => current.AddGoal(goal, phoneKind, UndoCode.Make(), now, rules));
    }

    public Task<Outcome<GoalView>> ChangeGoalAsync(string goalId, GoalChange change) =>
        DecideForParticipantAsync((current, _) => current.ChangeGoal(goalId, change), next => next.ToGoalView(goalId, rules));

    public Task<Outcome<bool>> RemoveGoalAsync(string goalId) =>
        DecideForParticipantAsync((current, _) => current.RemoveGoal(goalId), _ => true);

    public Task<Outcome<IReadOnlyList<GoalView>>> ReorderGoalsAsync(IReadOnlyList<string> goalIds) =>
        DecideForParticipantAsync<IReadOnlyList<GoalView>>(
            (current, _) => current.ReorderGoals(goalIds), next => [.. next.ToGoalViews(rules)]);
}
