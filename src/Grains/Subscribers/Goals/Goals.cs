using System.Collections.Immutable;

namespace Cashback.Subscribers;

/// <param name="Id">g1, g2, … in the order of making; never used again.</param>
/// <param name="RequestId">Of the request that made it; null: it had no name.</param>
internal sealed record Goal(string Id, GoalType Type, Phone? Phone, long? MonthlyLimit, long? Target, string? RequestId = null);

/// <summary>What the bonuses are for, first priority first. At least one always, at most one smartphone, one topUp per number.</summary>
internal sealed record Goals
{
    public const int CountMax = 50;

    public ImmutableArray<Goal> InOrder { get; init; } = [];

    public int LastNumber { get; init; }

    /// <summary>The goal that a registration gives: topping up the own number, or savings for who has no number to top up.</summary>
    public static Goals Default(SubscriberKind kind, Phone own) => kind == SubscriberKind.Individual
        ? new Goals().Append(GoalType.TopUp, own)
        : new Goals().Append(GoalType.Smartphone, null);

    public Outcome<Goals> Add(NewGoal goal, GoalRules rules)
    {
        if (FindMade(goal) is { } made)
        {
            return made.Type == goal.Type && made.Phone == goal.Phone ? this : Subscriber.AnotherOrder;
        }

        if (InOrder.Length >= CountMax)
        {
            return new Rejection("too-many-goals", new($"There can be at most {CountMax} goals.", $"Целей может быть не больше {CountMax}."));
        }

        var wrong = rules.WhyNot(goal, InOrder) ?? GoalRules.CheckPriority(goal.Priority, InOrder.Length + 1);
        if (wrong is not null)
        {
            return wrong;
        }

        var added = Append(goal.Type, goal.Phone, goal.MonthlyLimit, goal.Target, goal.RequestId);
        return goal.Priority is { } priority ? added.Move(added.InOrder[^1].Id, priority) : added;
    }

    public Outcome<Goals> Change(string goalId, GoalChange change)
    {
        if (Find(goalId) is not { } goal)
        {
            return Unknown;
        }

        if (GoalRules.WhyNot(change, goal, InOrder.Length) is { } wrong)
        {
            return wrong;
        }

        var changed = goal with
        {
            MonthlyLimit = change.SetMonthlyLimit ? change.MonthlyLimit : goal.MonthlyLimit,
            Target = change.SetTarget ? change.Target : goal.Target,
        };
        var next = this with { InOrder = InOrder.Replace(goal, changed) };
        return change.Priority is { } priority ? next.Move(goalId, priority) : next;
    }

    /// <summary>The last goal can't go: there would be nowhere for the bonuses to go.</summary>
    public Outcome<Goals> Remove(string goalId) =>
        Find(goalId) is not { } goal ? Unknown
        : InOrder.Length == 1 ? new Rejection("last-goal", new(
            "The last goal can't be removed; add another one first.",
            "Последнюю цель удалить нельзя; сначала добавьте другую."))
        : this with { InOrder = InOrder.Remove(goal) };

    /// <summary>The goal was never meant: without it, or with the usual one where none is left.</summary>
    public Goals Without(string goalId, SubscriberKind kind, Phone own)
    {
        if (Find(goalId) is not { } goal)
        {
            return this;
        }

        var without = this with { InOrder = InOrder.Remove(goal) };
        return !without.InOrder.IsEmpty ? without
            : kind == SubscriberKind.Individual ? without.Append(GoalType.TopUp, own)
            : without.Append(GoalType.Smartphone, null);
    }

    public Outcome<Goals> Reorder(IReadOnlyList<string> ids)
    {
        if (ids.Count != InOrder.Length || ids.Distinct().Count() != ids.Count || ids.Any(id => Find(id) is null))
        {
            return GoalRules.Unfit("ids", new("Name every goal exactly once, the first priority first.", "Перечислите все цели по одному разу, начиная с самой важной."));
        }

        return this with { InOrder = [.. ids.Select(id => Find(id)!)] };
    }

    /// <summary>What the same request has made before.</summary>
    public Goal? FindMade(NewGoal goal) => goal.RequestId is { } request ? InOrder.FirstOrDefault(made => made.RequestId == request) : null;

    public Goal? Find(string goalId) => InOrder.FirstOrDefault(goal => goal.Id == goalId);

    private static Rejection Unknown => new("unknown-goal", new("There is no such goal.", "Такой цели нет."), RejectionKind.NotFound);

    private Goals Append(GoalType type, Phone? phone, long? monthlyLimit = null, long? target = null, string? requestId = null) => this with
    {
        LastNumber = LastNumber + 1,
        InOrder = InOrder.Add(new Goal($"g{LastNumber + 1}", type, phone, monthlyLimit, target, requestId)),
    };

    private Goals Move(string goalId, int priority)
    {
        var goal = Find(goalId)!;
        return this with { InOrder = InOrder.Remove(goal).Insert(priority - 1, goal) };
    }
}
