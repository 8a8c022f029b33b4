using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Purchases;

namespace Cashback.Api.Account;

/// <summary>One order line that a network reported for one of the subscriber's clicks.</summary>
/// <param name="OrderId">The shop's order number; many purchases can share it.</param>
/// <param name="ExchangeRate">Rubles for one unit of the amount's currency, as a decimal string; left out for rubles.</param>
/// <param name="Cashback">Whole bonuses that amount and rate make, before the monthly cap.</param>
/// <param name="Credited">Whole bonuses credited now.</param>
/// <param name="OverLimit">Whole bonuses that the monthly cap cut off.</param>
/// <param name="AnswerDueBy">When a pending purchase expires.</param>
public sealed record PurchaseBody(
    string Id,
    string StoreId,
    string StoreName,
    string? OrderId,
    PurchaseStatus Status,
    Money Amount,
    RateBody Rate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExchangeRate,
    long Cashback,
    long Credited,
    long OverLimit,
    DateTimeOffset ClickedAt,
    DateTimeOffset RegisteredAt,
    DateTimeOffset AnswerDueBy,
    IReadOnlyList<TimelineBody> Timeline)
{
    public static PurchaseBody Of(PurchaseView purchase) => new(
        purchase.Id,
        purchase.StoreId,
        purchase.StoreName,
        purchase.OrderId,
        purchase.Status,
        purchase.Amount,
        RateBody.Of(purchase.Rate),
        purchase.Amount.Currency == Money.Rub ? null : DecimalText.Of(purchase.ExchangeRate),
        purchase.Cashback,
        purchase.Credited,
        purchase.OverLimit,
        purchase.ClickedAt,
        purchase.RegisteredAt,
        purchase.AnswerDueBy,
        [.. purchase.Timeline.Select(entry => new TimelineBody(entry.At, entry.Status, entry.Reason))]);
}

/// <param name="Status">The status after it, or <c>refused</c> for a word of the network that came too late to count.</param>
public sealed record TimelineBody(
    DateTimeOffset At,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
