using System.Collections.Immutable;

namespace Cashback.Subscribers;

/// <summary>Which goals a subscriber may have (domain.md, "Goals").</summary>
/// <param name="PhoneKind">Whose the number to top up is, by the number directory; null if no number was given.</param>
internal sealed record GoalRules(SubscriberKind Owner, Phone Own, SubscriberKind? PhoneKind, bool TopUpOthers)
{
    public const long LimitMax = 1_000_000_000;

    private static Rejection NoMonthlyLimit => Unfit("monthlyLimit", new(
        "Only a topUp goal has a monthly limit.",
        "Месячный лимит есть только у цели topUp."));

    private static Rejection NoTarget => Unfit("target", new(
        "Only a smartphone goal has a target.",
        "Сумма накопления есть только у цели smartphone."));

    public Rejection? WhyNot(NewGoal goal, ImmutableArray<Goal> present) => goal.Type switch
    {
        GoalType.TopUp => WhyNotTopUp(goal, present),
        GoalType.Smartphone => WhyNotSmartphone(goal, present),
    };

    public static Rejection? WhyNot(GoalChange change, Goal goal, int count)
    {
        var unfit = goal.Type switch
        {
            GoalType.TopUp => change.SetTarget ? NoTarget : null,
            GoalType.Smartphone => change.SetMonthlyLimit ? NoMonthlyLimit : null,
        };
        return unfit ?? CheckLimit("monthlyLimit", change.MonthlyLimit) ?? CheckLimit("target", change.Target) ?? CheckPriority(change.Priority, count);
    }

    /// <summary>The most that a settlement gives to a goal.</summary>
    /// <param name="ceiling">What all top-ups together may still have.</param>
    public static long Takes(Goal goal, long savings, long ceiling) => goal.Type switch
    {
        GoalType.TopUp => Math.Min(goal.MonthlyLimit ?? long.MaxValue, ceiling),
        GoalType.Smartphone => Math.Max(0, (goal.Target ?? long.MaxValue) - savings),
    };

    /// <summary>What was saved for such a goal; null: nothing is saved for it.</summary>
    public static long? Saved(GoalType type, long savings) => type switch
    {
        GoalType.TopUp => null,
        GoalType.Smartphone => savings,
    };

    /// <summary>Whether such a goal turns bonuses over to somebody else: it asks for a fresh proof, and can be undone.</summary>
    public static bool IsForAnother(GoalType type, Phone? phone, Phone own) => type switch
    {
        GoalType.TopUp => phone != own,
        GoalType.Smartphone => false,
    };

    /// <summary>Why a changed setting of the programme no longer serves a goal; it is suspended then, not deleted.</summary>
    public static LocalText? WhySuspended(Goal goal, Phone own, bool topUpOthers) =>
        IsForAnother(goal.Type, goal.Phone, own) && !topUpOthers
        ? new("Other people's numbers can't be topped up at present.", "Сейчас нельзя пополнять чужие номера.")
        : null;

    public static Rejection? CheckPriority(int? priority, int count) =>
        priority is { } given && (given < 1 || given > count) ? Unfit("priority", new(
            $"A priority from 1 to {count} is expected.",
            $"Нужен приоритет от 1 до {count}.")) : null;

    public static Rejection Unfit(string field, LocalText why) => new("invalid-goal", why, RejectionKind.Unacceptable, field);

    private Rejection? WhyNotTopUp(NewGoal goal, ImmutableArray<Goal> present)
    {
        if (Owner == SubscriberKind.Corporate)
        {
            return new("goal-not-allowed", new(
                "A corporate subscriber can only save for a smartphone.",
                "Корпоративный абонент может копить только на смартфон."), RejectionKind.Conflict, "type");
        }

        if (goal.Phone is not { } phone)
        {
            return Unfit("phone", new("A topUp goal needs the number to top up.", "Для цели topUp нужен номер, который надо пополнять."));
        }

        if (goal.Target is not null)
        {
            return NoTarget;
        }

        if (PhoneKind is null or SubscriberKind.Guest)
        {
            return Unfit("phone", new("Only numbers of the operator can be topped up.", "Пополнять можно только номера оператора."));
        }

        if (phone != Own && !TopUpOthers)
        {
            return new("goal-not-allowed", new(
                "Only the own number can be topped up at present.",
                "Сейчас можно пополнять только свой номер."), RejectionKind.Conflict, "phone");
        }

        return present.Any(other => other.Phone == phone)
            ? new("duplicate-goal", new("There is a goal for this number already.", "Для этого номера цель уже есть."), RejectionKind.Conflict, "phone")
            : CheckLimit("monthlyLimit", goal.MonthlyLimit);
    }

    private static Rejection? WhyNotSmartphone(NewGoal goal, ImmutableArray<Goal> present) =>
        goal.Phone is not null ? Unfit("phone", new("A smartphone goal has no number.", "У цели smartphone нет номера."))
        : goal.MonthlyLimit is not null ? NoMonthlyLimit
        : present.Any(other => other.Type == GoalType.Smartphone)
            ? new("duplicate-goal", new("There can be only one smartphone goal.", "Цель smartphone может быть только одна."), RejectionKind.Conflict, "type")
            : CheckLimit("target", goal.Target);

    private static Rejection? CheckLimit(string field, long? limit) =>
        limit is < 1 or > LimitMax ? Unfit(field, new(
            $"A whole number from 1 to {LimitMax} is expected, or nothing for no limit.",
            $"Нужно целое число от 1 до {LimitMax}; если лимита нет, не указывайте поле.")) : null;
}
