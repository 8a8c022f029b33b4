using Cashback.Payouts;
using Cashback.Purchases;
using Cashback.Rules.Tests.Subscribers;
using Cashback.Subscribers;

namespace Cashback.Rules.Tests.Properties;

/// <summary>What the receivers of the outbox keep of what they get.</summary>
internal sealed partial class World : IOutboxReceivers
{
    private Delivery Receive(OutboxEntry entry)
    {
        var delivery = entry.DeliverAsync(this, Subscriber);
        Assert.True(delivery.IsCompletedSuccessfully);
        return delivery.Result!;
    }

    Task<EntryDelivered?> IOutboxReceivers.DeliverAsync(SendMessage entry, Subscriber subscriber)
    {
        Assert.Equal(entry.Template, Sent.GetValueOrDefault(entry.Id, entry.Template));
        Sent[entry.Id] = entry.Template;
        return Task.FromResult<EntryDelivered?>(new EntryDelivered(entry.Id));
    }

    Task<PayoutStarted> IOutboxReceivers.DeliverAsync(StartPayout entry, Subscriber subscriber)
    {
        var request = entry.Request;
        Assert.Equal(request.Amount, Billed.GetValueOrDefault(request.PayoutId, request.Amount));
        Billed[request.PayoutId] = request.Amount;
        return Task.FromResult(new PayoutStarted(entry.Id, new PayoutAnswer(request.Amount % 7 != 0, "refused")));
    }

    Task<EntryDelivered> IOutboxReceivers.DeliverAsync(WriteStatement entry, Subscriber subscriber)
    {
        Statements.TryAdd(entry.Statement.Month, entry.Statement);
        return Task.FromResult(new EntryDelivered(entry.Id));
    }

    Task<RewardDelivered> IOutboxReceivers.DeliverAsync(ArchiveReward entry, Subscriber subscriber)
    {
        if (subscriber.FindReward(entry.RewardId) is not { } reward)
        {
            return Task.FromResult(new RewardDelivered(entry.Id));
        }

        Kept[reward.Id] = Kept.TryGetValue(reward.Id, out var there) && there.Revision >= reward.Revision ? there : reward;
        return Task.FromResult(new RewardDelivered(entry.Id, reward.Revision));
    }

    Task<EntryDelivered> IOutboxReceivers.DeliverAsync(IssueCertificate entry, Subscriber subscriber)
    {
        Assert.Equal(entry.Issue.Denomination, Issued.GetValueOrDefault(entry.CodeHash, entry.Issue.Denomination));
        Issued[entry.CodeHash] = entry.Issue.Denomination;
        return Task.FromResult(new EntryDelivered(entry.Id));
    }

    Task<EntryDelivered> IOutboxReceivers.DeliverAsync(ArchiveCertificatePage entry, Subscriber subscriber)
    {
        CertificatePages.TryAdd(entry.Page, subscriber.Certificates!.Page(entry.Page));
        return Task.FromResult(new EntryDelivered(entry.Id));
    }

    Task<PurchaseNotified> IOutboxReceivers.DeliverAsync(NotifyPurchase entry, Subscriber subscriber)
    {
        var (order, archiveIn) = (entry.Order, entry.ArchiveIn);
        var owner = Foreign.Contains(order) ? "another" : Given.Id;
        if (subscriber.FindPurchase(order) is not { } purchase)
        {
            return Task.FromResult(new PurchaseNotified(entry.Id));
        }

        var line = Lines.GetValueOrDefault(order) ?? (owner == Given.Id ? null : new OrderLine { SubscriberId = owner, Revision = 1 });
        var due = purchase.Status == PurchaseStatus.Pending ? purchase.AnswerDueBy : (DateTimeOffset?)null;
        Lines[order] = OrderLine.Apply(
            line, new PurchaseSnapshot(order, Given.Id, purchase.Revision, due, archiveIn is null ? null : purchase, archiveIn));
        return Task.FromResult(new PurchaseNotified(entry.Id, purchase.Revision, archiveIn is not null, owner == Given.Id ? null : owner));
    }

    // Nobody in this world invites friends, files claims or runs a campaign.
    Task<RewardDelivered> IOutboxReceivers.DeliverAsync(ReportReward entry, Subscriber subscriber) =>
        throw new InvalidOperationException(entry.ToString());

    Task<EntryDelivered> IOutboxReceivers.DeliverAsync(FileClaim entry, Subscriber subscriber) =>
        throw new InvalidOperationException(entry.ToString());

    Task<WelcomeClaimAnswered> IOutboxReceivers.DeliverAsync(ClaimWelcomeReward entry, Subscriber subscriber) =>
        throw new InvalidOperationException(entry.ToString());
}
