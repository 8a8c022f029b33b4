namespace Cashback.Subscribers;

/// <summary>
/// Who receives the entries of the outbox: a method for each kind, so that a new kind does not compile until it is delivered.
/// </summary>
internal interface IOutboxReceivers
{
    Task<PurchaseNotified> DeliverAsync(NotifyPurchase entry, Subscriber subscriber);

    /// <returns>Null: it leaves the outbox with the next save, or could not be tried.</returns>
    Task<EntryDelivered?> DeliverAsync(SendMessage entry, Subscriber subscriber);

    Task<PayoutStarted> DeliverAsync(StartPayout entry, Subscriber subscriber);

    Task<EntryDelivered> DeliverAsync(WriteStatement entry, Subscriber subscriber);

    Task<RewardDelivered> DeliverAsync(ArchiveReward entry, Subscriber subscriber);

    Task<RewardDelivered> DeliverAsync(ReportReward entry, Subscriber subscriber);

    Task<EntryDelivered> DeliverAsync(FileClaim entry, Subscriber subscriber);

    Task<WelcomeClaimAnswered> DeliverAsync(ClaimWelcomeReward entry, Subscriber subscriber);

    Task<EntryDelivered> DeliverAsync(IssueCertificate entry, Subscriber subscriber);

    Task<EntryDelivered> DeliverAsync(ArchiveCertificatePage entry, Subscriber subscriber);
}
