using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Certificates;
using Cashback.Claims;
using Cashback.Payouts;
using Cashback.Statements;

namespace Cashback.Subscribers;

/// <summary>The purchase grain gets the newest snapshot: its owner, its deadline, and at last the whole purchase.</summary>
/// <param name="ArchiveIn">The statement's month with which the purchase leaves the record; null while it stays.</param>
/// <param name="New">Its grain has not been notified yet: its owner is set with it.</param>
/// <param name="Revived">It is back in the record, while its grain has it archived.</param>
internal sealed record NotifyPurchase(
    string Id,
    OrderKey Order,
    YearMonth? ArchiveIn = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool New = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Revived = false) : OutboxEntry<PurchaseNotified>(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);

    protected override Subscriber Delivered(Subscriber subscriber, PurchaseNotified delivery, DateTimeOffset now) =>
        subscriber.PurchaseNotified(this, delivery, now);
}

/// <param name="Email">Where it goes, for a template that is a letter.</param>
/// <param name="Drop">Why it is not sent but only noted; null: it is sent.</param>
internal sealed record SendMessage(
    string Id, string Template, ImmutableDictionary<string, string> Values, string? Email = null, string? Drop = null)
    : SimpleEntry(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);
}

internal sealed record StartPayout(string Id, PayoutRequest Request) : OutboxEntry<PayoutStarted>(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);

    protected override Subscriber Delivered(Subscriber subscriber, PayoutStarted delivery, DateTimeOffset now) =>
        delivery.Answer is { } answer
        ? subscriber.Without(this).PayoutAnswered(Request.PayoutId, answer, now)
        : subscriber.Without(this);
}

internal sealed record WriteStatement(string Id, Statement Statement) : OutboxEntry<EntryDelivered>(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);

    protected override Subscriber Delivered(Subscriber subscriber, EntryDelivered delivery, DateTimeOffset now) =>
        subscriber.StatementWritten(this);
}

/// <summary>The reward leaves the record with its month: a grain of its own keeps it.</summary>
internal sealed record ArchiveReward(string Id, string RewardId) : OutboxEntry<RewardDelivered>(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);

    protected override Subscriber Delivered(Subscriber subscriber, RewardDelivered delivery, DateTimeOffset now) =>
        subscriber.RewardArchived(this, delivery);
}

/// <summary>
/// What a reward of a subscriber is worth now, the inviter's or one's own; a newer snapshot takes the place of an older one.
/// </summary>
internal sealed record ReportReward(string Id, string SubscriberId, RewardReport Report) : OutboxEntry<RewardDelivered>(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);

    protected override Subscriber Delivered(Subscriber subscriber, RewardDelivered delivery, DateTimeOffset now) =>
        Report.Revision == delivery.Revision ? subscriber.Without(this) : subscriber;
}

/// <summary>A claim of a welcome campaign's reward, or its return; a newer one takes the place of an older one.</summary>
internal sealed record ClaimWelcomeReward(
    string Id, string CampaignId, bool Wanted, long Reward, long Revision) : OutboxEntry<WelcomeClaimAnswered>(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);

    protected override Subscriber Delivered(Subscriber subscriber, WelcomeClaimAnswered delivery, DateTimeOffset now) =>
        subscriber.WelcomeClaimAnswered(this, delivery, now);
}

/// <param name="CodeHash">The key of its grain.</param>
internal sealed record IssueCertificate(string Id, string CodeHash, CertificateIssue Issue) : SimpleEntry(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);
}

internal sealed record ArchiveCertificatePage(string Id, long Page) : OutboxEntry<EntryDelivered>(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);

    protected override Subscriber Delivered(Subscriber subscriber, EntryDelivered delivery, DateTimeOffset now) =>
        subscriber.CertificatePageArchived(this);
}

/// <summary>A claim goes to its own grain.</summary>
internal sealed record FileClaim(string Id, Claim Claim) : SimpleEntry(Id)
{
    public override async Task<Delivery?> DeliverAsync(IOutboxReceivers receivers, Subscriber subscriber) =>
        await receivers.DeliverAsync(this, subscriber);
}
