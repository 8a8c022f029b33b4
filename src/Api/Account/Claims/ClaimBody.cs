using System.Text.Json.Serialization;
using Cashback.Api.Json;
using Cashback.Claims;

namespace Cashback.Api.Account;

/// <param name="ClickId">Left out: the newest visit to the store before the order.</param>
/// <param name="OrderId">The shop's order number, 1–64 characters.</param>
/// <param name="OrderedAt">A time with its offset, or a day (<c>2026-11-20</c>); midnight stands for the whole day.</param>
/// <param name="Comment">At most 1 000 characters.</param>
public sealed record ClaimRequest(
    string StoreId, string OrderId, Money Amount, [property: JsonConverter(typeof(DayOrTimeConverter))] DateTimeOffset OrderedAt,
    string? ClickId = null, string? Comment = null)
{
    private const int OrderIdMax = 64;
    private const int CommentMax = 1_000;
    private const decimal AmountMax = 100_000_000;

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, LocalText[]> Faults(DateTimeOffset now, ProgrammeCalendar calendar)
    {
        var faults = new Dictionary<string, LocalText[]>();
        if (!Clicks.ClickIds.IsStoreId(StoreId))
        {
            faults["storeId"] = [new("The id of a store is expected.", "Нужен id магазина.")];
        }

        if (OrderId.Trim() is not { Length: > 0 and <= OrderIdMax } || OrderId.Any(char.IsControl))
        {
            faults["orderId"] = [new(
                $"The shop's order number is expected, of 1 to {OrderIdMax} characters.",
                $"Нужен номер заказа в магазине, от 1 до {OrderIdMax} символов.")];
        }

        if (Amount.Amount is <= 0 or > AmountMax)
        {
            faults["amount"] = [new("The order's amount is expected, above 0.", "Нужна сумма заказа больше 0.")];
        }

        if (OrderDay.Normal(OrderedAt, calendar) > now)
        {
            faults["orderedAt"] = [new("The time of the order is expected, which can't lie ahead.", "Нужно время заказа, не позже текущего.")];
        }

        if (Comment?.Length > CommentMax)
        {
            faults["comment"] = [new($"At most {CommentMax} characters are expected.", $"Допустимо не больше {CommentMax} символов.")];
        }

        return faults;
    }

    public ClaimFiling Filing =>
        new(StoreId, string.IsNullOrEmpty(ClickId) ? null : ClickId, OrderId.Trim(), Amount, OrderedAt, Comment?.Trim());
}

/// <summary>A claim as its subscriber sees it.</summary>
/// <param name="GoesAt">When it goes to the network: an early one waits.</param>
/// <param name="AgeDays">How long it has been open; left out once it has its answer.</param>
/// <param name="PurchaseId">The purchase that expired, or that was found.</param>
/// <param name="Reason">The partner's, of a declined one.</param>
/// <param name="Document">Left out where none was sent, or it is deleted already.</param>
public sealed record ClaimBody(
    string Id,
    ClaimStatus Status,
    string StoreId,
    string StoreName,
    string ClickId,
    string OrderId,
    Money Amount,
    DateTimeOffset OrderedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Comment,
    DateTimeOffset FiledAt,
    DateTimeOffset GoesAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? AgeDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PurchaseId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? AnsweredAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ClaimDocumentNote? Document)
{
    public static ClaimBody Of(Claim claim, DateTimeOffset now) => new(
        claim.Id,
        claim.Status,
        claim.StoreId,
        claim.StoreName,
        claim.ClickId,
        claim.OrderId,
        claim.Amount,
        claim.OrderedAt,
        claim.Comment,
        claim.FiledAt,
        claim.GoesAt,
        claim.AnsweredAt is null ? (int)(now - claim.FiledAt).TotalDays : null,
        claim.PurchaseId,
        claim.Reason,
        claim.AnsweredAt,
        claim.Document);
}
