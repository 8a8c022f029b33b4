using System.Globalization;
using System.Text.Json.Serialization;
using Cashback.Subscribers;

namespace Cashback.Api.Account;

/// <summary>One line of the history: what happened to the bonuses, why, and the balance after it.</summary>
/// <param name="Type">One of <see cref="Types"/>; <c>?type=</c> filters by it.</param>
/// <param name="Bonuses">Whole bonuses that moved, negative when taken; left out when none moved.</param>
/// <param name="BalanceAfter">All that is held after it: available + savings + accrued this month. What is handed to the
/// billing system has left it, and is back in it if that refuses.</param>
public sealed record HistoryBody(
    string Id,
    DateTimeOffset At,
    string Type,
    string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Bonuses,
    long BalanceAfter,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PurchaseId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StoreId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClickId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? GoalId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PayoutId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RewardId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CertificateId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReceiptId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClaimId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Status)
{
    public static IReadOnlyList<string> Types { get; } = ["registered", "click", "purchase", "settlement", "savings", "payout", "reward", "receipt", "claim", "overLimit", "certificate", "left"];

    public static HistoryBody Of(HistoryLine line) => new(
        line.Sequence.ToString(CultureInfo.InvariantCulture),
        line.At,
        line.Type,
        line.Title,
        line.Reason,
        line.Bonuses,
        line.BalanceAfter,
        line.PurchaseId,
        line.StoreId,
        line.ClickId,
        line.GoalId,
        line.PayoutId,
        line.RewardId,
        line.CertificateId,
        line.ReceiptId,
        line.ClaimId,
        line.Status);
}
