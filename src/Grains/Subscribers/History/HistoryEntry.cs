namespace Cashback.Subscribers;

/// <summary>What a decision writes into the history; the line's number, time and balance are added when it is written.</summary>
/// <param name="Bonuses">Credited, or below zero: taken; null: the entry is not about bonuses.</param>
internal sealed record HistoryEntry(string Type, string Title, string? Reason = null, long? Bonuses = null)
{
    public OrderKey? Order { get; init; }

    /// <summary>Null: that of the order, if there is one.</summary>
    public string? StoreId { get; init; }

    public string? ClickId { get; init; }

    public string? GoalId { get; init; }

    public string? PayoutId { get; init; }

    public string? RewardId { get; init; }

    public decimal? Spent { get; init; }

    public string? CertificateId { get; init; }

    public string? ReceiptId { get; init; }

    public string? ClaimId { get; init; }

    public string? Status { get; init; }

    /// <param name="history">Where it becomes the next line.</param>
    public HistoryLine ToLine(History history, DateTimeOffset at, long balanceAfter) => new()
    {
        Sequence = history.LastSequence + 1,
        At = at,
        Type = Type,
        Title = Title,
        Reason = Reason,
        Bonuses = Bonuses,
        BalanceAfter = balanceAfter,
        PurchaseId = Order?.ToString(),
        StoreId = StoreId ?? Order?.StoreId,
        ClickId = ClickId,
        GoalId = GoalId,
        PayoutId = PayoutId,
        RewardId = RewardId,
        Spent = Spent,
        CertificateId = CertificateId,
        ReceiptId = ReceiptId,
        ClaimId = ClaimId,
        Status = Status,
    };
}
