namespace Cashback.Subscribers;

/// <summary>What is decided stands in the history.</summary>
internal sealed partial record Subscriber
{
    private Subscriber Log(
        DateTimeOffset at,
        string type,
        string title,
        string? reason = null,
        long? bonuses = null,
        OrderKey? order = null,
        string? storeId = null,
        string? clickId = null,
        string? goalId = null,
        string? payoutId = null,
        string? rewardId = null,
        decimal? spent = null,
        string? certificateId = null,
        string? receiptId = null,
        string? claimId = null,
        string? status = null)
    {
        var history = History.Add(new HistoryLine
        {
            Sequence = History.LastSequence + 1,
            At = at,
            Type = type,
            Title = title,
            Reason = reason,
            Bonuses = bonuses,
            BalanceAfter = Held,
            PurchaseId = order?.ToString(),
            StoreId = storeId ?? order?.StoreId,
            ClickId = clickId,
            GoalId = goalId,
            PayoutId = payoutId,
            RewardId = rewardId,
            Spent = spent,
            CertificateId = certificateId,
            ReceiptId = receiptId,
            ClaimId = claimId,
            Status = status,
        });
        return this with { History = history, Outbox = history.HasPageToMove ? Outbox.ArchiveHistoryPage(history.FirstPage) : Outbox };
    }
}
