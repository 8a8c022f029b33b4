using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

[GenerateSerializer, Immutable, Alias("account-view")]
public sealed record AccountView
{
    [Id(0)] public required string SubscriberId { get; init; }

    [Id(1)] public required Phone Phone { get; init; }

    [Id(2)] public string? Email { get; init; }

    [Id(3)] public required string Locale { get; init; }

    [Id(4)] public required SubscriberKind Kind { get; init; }

    [Id(5)] public required BalanceView Balance { get; init; }

    /// <summary>The 1st on which the running month is settled.</summary>
    [Id(6)] public required DateOnly NextSettlement { get; init; }

    [Id(7)] public required IReadOnlyList<GoalView> Goals { get; init; }

    [Id(8)] public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Null while in the programme.</summary>
    [Id(9)] public DateTimeOffset? LeftAt { get; init; }

    /// <summary>Whether a code that was sent to the address came back.</summary>
    [Id(10)] public bool EmailConfirmed { get; init; }
}

/// <summary>Whole bonuses, all of them.</summary>
/// <param name="Available">Settled and not yet spent; below zero after a reversal of a spent credit.</param>
/// <param name="Savings">Set aside for a smartphone.</param>
/// <param name="AccruedThisMonth">Credited in the running month, to be settled on the next 1st.</param>
/// <param name="Pending">What open purchases would bring.</param>
/// <param name="CapRemaining">What can still be accrued this month.</param>
/// <param name="InPayout">Handed to the billing system, not yet answered.</param>
[GenerateSerializer, Immutable, Alias("balance-view")]
public sealed record BalanceView(
    [property: Id(0)] long Available,
    [property: Id(1)] long Savings,
    [property: Id(2)] long AccruedThisMonth,
    [property: Id(3)] long Pending,
    [property: Id(4)] long CapRemaining,
    [property: Id(5)] long InPayout);

[GenerateSerializer, Alias("goal-type")]
[JsonConverter(typeof(CamelCaseEnumConverter<GoalType>))]
public enum GoalType
{
    /// <summary>Topping up a phone number.</summary>
    TopUp,

    /// <summary>Savings for certificates.</summary>
    Smartphone,
}

/// <param name="MonthlyLimit">For topUp, whole bonuses; null: all there is.</param>
/// <param name="Target">For smartphone, whole bonuses; null: no end.</param>
/// <param name="Saved">For smartphone: the subscriber's savings.</param>
/// <param name="Priority">1 is served first; no two are equal.</param>
/// <param name="Suspended">Why a changed setting of the programme no longer serves this goal; null when it is served.</param>
[GenerateSerializer, Immutable, Alias("goal-view")]
public sealed record GoalView(
    [property: Id(0)] string Id,
    [property: Id(1)] GoalType Type,
    [property: Id(2)] Phone? Phone,
    [property: Id(3)] long? MonthlyLimit,
    [property: Id(4)] long? Target,
    [property: Id(5)] long? Saved,
    [property: Id(6)] int Priority,
    [property: Id(7)] string? Suspended = null);

/// <param name="Priority">Where to put it; null: last. The goals from there on move down.</param>
/// <param name="RequestId">Names the request: the same again makes no second goal; null: it has no name.</param>
/// <param name="Proven">The owner has proved afresh that this very number is to be topped up.</param>
[GenerateSerializer, Immutable, Alias("new-goal")]
public sealed record NewGoal(
    [property: Id(0)] GoalType Type,
    [property: Id(1)] Phone? Phone,
    [property: Id(2)] long? MonthlyLimit,
    [property: Id(3)] long? Target,
    [property: Id(4)] int? Priority = null,
    [property: Id(5)] string? RequestId = null,
    [property: Id(6)] bool Proven = false);

/// <summary>What to change of a goal. A limit is changed only if the matching <c>Set…</c> flag is true (null then means: none).</summary>
[GenerateSerializer, Immutable, Alias("goal-change")]
public sealed record GoalChange(
    [property: Id(0)] bool SetMonthlyLimit,
    [property: Id(1)] long? MonthlyLimit,
    [property: Id(2)] bool SetTarget,
    [property: Id(3)] long? Target,
    [property: Id(4)] int? Priority = null);
