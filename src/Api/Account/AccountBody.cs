using System.Text.Json.Serialization;
using Cashback.Subscribers;

namespace Cashback.Api.Account;

/// <summary>The signed-in subscriber's account.</summary>
/// <param name="EmailConfirmed">A code that was sent to the address came back: a certificate can go there.</param>
/// <param name="NextSettlement">The 1st on which the running month is settled.</param>
/// <param name="LeftAt">Left out while in the programme; only operations see who has left.</param>
public sealed record AccountBody(
    string SubscriberId,
    Phone Phone,
    string? Email,
    bool EmailConfirmed,
    string Locale,
    SubscriberKind Kind,
    DateTimeOffset RegisteredAt,
    BalanceBody Balance,
    DateOnly NextSettlement,
    IReadOnlyList<GoalBody> Goals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LeftAt)
{
    public static AccountBody Of(AccountView account) => new(
        account.SubscriberId,
        account.Phone,
        account.Email,
        account.EmailConfirmed,
        account.Locale,
        account.Kind,
        account.RegisteredAt,
        BalanceBody.Of(account.Balance),
        account.NextSettlement,
        [.. account.Goals.Select(GoalBody.Of)],
        account.LeftAt);
}

/// <summary>Whole bonuses, all of them; one is one ruble.</summary>
/// <param name="Available">Settled and not yet spent; below zero after a reversal of a spent credit.</param>
/// <param name="Savings">Set aside for a smartphone.</param>
/// <param name="AccruedThisMonth">Credited in the running month, settled on the next 1st.</param>
/// <param name="Pending">What open purchases would bring.</param>
/// <param name="CapRemaining">What can still be accrued this month.</param>
/// <param name="InPayout">Handed to the billing system, not yet answered.</param>
public sealed record BalanceBody(
    long Available, long Savings, long AccruedThisMonth, long Pending, long CapRemaining, long InPayout)
{
    public static BalanceBody Of(BalanceView balance) => new(
        balance.Available, balance.Savings, balance.AccruedThisMonth, balance.Pending, balance.CapRemaining, balance.InPayout);
}

/// <summary>What bonuses are for.</summary>
/// <param name="Phone">For topUp: the number.</param>
/// <param name="MonthlyLimit">For topUp: whole bonuses; left out: all there is.</param>
/// <param name="Target">For smartphone: whole bonuses; left out: no end.</param>
/// <param name="Priority">1 is served first.</param>
/// <param name="Suspended">Why the programme does not serve this goal at present; left out when it does.</param>
public sealed record GoalBody(
    string Id,
    GoalType Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Phone? Phone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? MonthlyLimit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Target,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Saved,
    int Priority,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Suspended)
{
    public static GoalBody Of(GoalView goal) => new(
        goal.Id,
        goal.Type,
        goal.Phone,
        goal.MonthlyLimit,
        goal.Target,
        goal.Saved,
        goal.Priority,
        goal.Suspended);
}
