using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>A decided effect on others. Its id makes it safe to deliver it again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NotifyPurchase), "purchase")]
[JsonDerivedType(typeof(SendMessage), "message")]
[JsonDerivedType(typeof(StartPayout), "payout")]
[JsonDerivedType(typeof(WriteStatement), "statement")]
[JsonDerivedType(typeof(ArchiveReward), "reward")]
[JsonDerivedType(typeof(ReportReward), "owed")]
[JsonDerivedType(typeof(FileClaim), "claim")]
[JsonDerivedType(typeof(ClaimWelcomeReward), "welcome")]
[JsonDerivedType(typeof(IssueCertificate), "certificate")]
[JsonDerivedType(typeof(ArchiveCertificatePage), "certificates")]
internal abstract record OutboxEntry(string Id)
{
    /// <param name="subscriber">As it was saved.</param>
    /// <returns>What the record has to take over from the delivery; null: nothing now.</returns>
    public abstract Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber);

    /// <summary>The record after a delivery of this entry, or of an older one with the same id.</summary>
    public abstract Subscriber Delivered(Subscriber subscriber, Delivery delivery, DateTimeOffset now);
}

/// <summary>An entry, and what its receiver answers.</summary>
internal abstract record OutboxEntry<TDelivery>(string Id) : OutboxEntry(Id)
    where TDelivery : Delivery
{
    public sealed override Subscriber Delivered(Subscriber subscriber, Delivery delivery, DateTimeOffset now) =>
        Delivered(subscriber, (TDelivery)delivery, now);

    protected abstract Subscriber Delivered(Subscriber subscriber, TDelivery delivery, DateTimeOffset now);
}

/// <summary>An entry that has done its work once it was delivered.</summary>
internal abstract record SimpleEntry(string Id) : OutboxEntry<EntryDelivered>(Id)
{
    protected override Subscriber Delivered(Subscriber subscriber, EntryDelivered delivery, DateTimeOffset now) => subscriber.Without(this);
}
