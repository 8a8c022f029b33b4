using System.Collections.Immutable;

namespace Cashback.Subscribers;

/// <summary>Which goals a subscriber may have (domain.md, "Goals").</summary>
/// <param name="PhoneKind">Whose the number to top up is, by the number directory; null if no number was given.</param>
internal sealed record GoalRules(SubscriberKind Owner, Phone Own, SubscriberKind? PhoneKind, bool TopUpOthers)
{
    public const long LimitMax = 1_000_000_000;

    public Rejection? WhyNot(NewGoal goal, ImmutableArray<Goal> present) =>
        goal.Type == GoalType.TopUp ? WhyNotTopUp(goal, present) : WhyNotSmartphone(goal, present);

    public static Rejection? WhyNot(GoalChange change, Goal goal, int count) =>
        change.SetMonthlyLimit && goal.Type != GoalType.TopUp ? Unfit("monthlyLimit", "Only a topUp goal has a monthly limit.")
        : change.SetTarget && goal.Type != GoalType.Smartphone ? Unfit("target", "Only a smartphone goal has a target.")
        : CheckLimit("monthlyLimit", change.MonthlyLimit) ?? CheckLimit("target", change.Target) ?? CheckPriority(change.Priority, count);

    /// <summary>Why a changed setting of the programme no longer serves a goal; it is suspended then, not deleted.</summary>
    public static string? WhySuspended(Goal goal, Phone own, bool topUpOthers) =>
        goal.Type == GoalType.TopUp && goal.Phone != own && !topUpOthers
            ? "Other people's numbers can't be topped up at present."
            : null;

    public static Rejection? CheckPriority(int? priority, int count) =>
        priority is { } given && (given < 1 || given > count) ? Unfit("priority", $"A priority from 1 to {count} is expected.") : null;

    public static Rejection Unfit(string field, LocalText why) => new("invalid-goal", why, RejectionKind.Unacceptable, field);

    private Rejection? WhyNotTopUp(NewGoal goal, ImmutableArray<Goal> present)
    {
        if (Owner == SubscriberKind.Corporate)
        {
            return new("goal-not-allowed", "A corporate subscriber can only save for a smartphone.", RejectionKind.Conflict, "type");
        }

        if (goal.Phone is not { } phone)
        {
            return Unfit("phone", "A topUp goal needs the number to top up.");
        }

        if (goal.Target is not null)
        {
            return Unfit("target", "Only a smartphone goal has a target.");
        }

        if (PhoneKind is null or SubscriberKind.Guest)
        {
            return Unfit("phone", "Only numbers of the operator can be topped up.");
        }

        if (phone != Own && !TopUpOthers)
        {
            return new("goal-not-allowed", "Only the own number can be topped up at present.", RejectionKind.Conflict, "phone");
        }

        return present.Any(other => other.Phone == phone)
            ? new("duplicate-goal", "There is a goal for this number already.", RejectionKind.Conflict, "phone")
            : CheckLimit("monthlyLimit", goal.MonthlyLimit);
    }

    private static Rejection? WhyNotSmartphone(NewGoal goal, ImmutableArray<Goal> present) =>
        goal.Phone is not null ? Unfit("phone", "A smartphone goal has no number.")
        : goal.MonthlyLimit is not null ? Unfit("monthlyLimit", "Only a topUp goal has a monthly limit.")
        : present.Any(other => other.Type == GoalType.Smartphone)
            ? new("duplicate-goal", "There can be only one smartphone goal.", RejectionKind.Conflict, "type")
            : CheckLimit("target", goal.Target);

    private static Rejection? CheckLimit(string field, long? limit) =>
        limit is < 1 or > LimitMax ? Unfit(field, $"A whole number from 1 to {LimitMax} is expected, or nothing for no limit.") : null;
}
