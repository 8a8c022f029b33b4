using System.Collections.Immutable;
using Cashback.Certificates;
using Cashback.Claims;
using Cashback.Payouts;
using Cashback.Statements;

namespace Cashback.Subscribers;

/// <summary>What is decided but not yet delivered. Saved with the decision; an entry leaves after it was delivered.</summary>
internal sealed record Outbox
{
    public ImmutableArray<OutboxEntry> Entries { get; init; } = [];

    public long LastNumber { get; init; }

    /// <summary>
    /// What became of the messages that left with the newest saves, oldest first. The journal keeps it; here it is only until the next
    /// ones are acknowledged.
    /// </summary>
    public ImmutableArray<SentMessage> Acknowledged { get; init; } = [];

    public static string PurchaseEntryId(OrderKey order) => $"order:{order}";

    /// <summary>Again: the newest snapshot goes, and what its grain did not know before it still does not know.</summary>
    public Outbox NotifyPurchase(OrderKey order, YearMonth? archiveIn = null, bool isNew = false, bool revived = false)
    {
        var id = PurchaseEntryId(order);
        var there = (NotifyPurchase?)Find(id);
        var entry = new NotifyPurchase(
            id, order, archiveIn, isNew || there is { New: true }, revived || there is { Revived: true });
        return there is null ? Add(entry) : this with { Entries = Entries.Replace(there, entry) };
    }

    public Outbox SendMessage(string subscriberId, string template, ImmutableDictionary<string, string> values, string? email = null)
    {
        var number = LastNumber + 1;
        return Add(new SendMessage(SentMessage.IdOf(subscriberId, number), template, values, email)) with { LastNumber = number };
    }

    public Outbox StartPayout(PayoutRequest request) => Add(new StartPayout($"payout:{request.PayoutId}", request));

    public Outbox WriteStatement(Statement statement) => Add(new WriteStatement($"stmt:{statement.Month}", statement));

    public static string RewardEntryId(string rewardId) => $"reward:{rewardId}";

    public Outbox ArchiveReward(string rewardId) => PutOnce(new ArchiveReward(RewardEntryId(rewardId), rewardId));

    public Outbox ReportReward(string subscriberId, RewardReport report) =>
        Put(new ReportReward($"owed:{subscriberId}:{report.RewardId}", subscriberId, report));

    public Outbox ClaimWelcomeReward(WelcomeParticipation participation) => Put(new ClaimWelcomeReward(
        $"welcome:{participation.Campaign.Id}", participation.Campaign.Id, participation.Wanted, participation.Campaign.Welcome!.Reward, participation.Revision));

    public static string CertificateEntryId(string certificateId) => $"cert:{certificateId}";

    public Outbox IssueCertificate(string codeHash, CertificateIssue issue) =>
        Add(new IssueCertificate(CertificateEntryId(issue.CertificateId), codeHash, issue));

    public Outbox ArchiveCertificatePage(long page) => PutOnce(new ArchiveCertificatePage($"certs:{page}", page));

    public Outbox FileClaim(Claim claim) => Add(new FileClaim($"claim:{claim.Id}", claim));

    public OutboxEntry? Find(string entryId)
    {
        foreach (var entry in Entries)
        {
            if (entry.Id == entryId)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The statement of a month while its own grain does not have it yet.</summary>
    public Statement? Unwritten(YearMonth month) =>
        Entries.OfType<WriteStatement>().FirstOrDefault(entry => entry.Statement.Month == month)?.Statement;

    public Outbox Without(OutboxEntry entry) => this with { Entries = Entries.Remove(entry) };

    /// <summary>Messages that are out leave, with what became of them. The same instance if none of them is there.</summary>
    /// <param name="sent">By entry id; null: the message's own record says what became of it.</param>
    /// <param name="saved">The outbox as last saved: what it acknowledges is in the journal.</param>
    public Outbox Acknowledge(IReadOnlyDictionary<string, SentMessage?> sent, Outbox? saved)
    {
        if (sent.Count == 0)
        {
            return this;
        }

        var left = ImmutableArray.CreateBuilder<OutboxEntry>(Entries.Length);
        var acknowledged = ImmutableArray.CreateBuilder<SentMessage>();
        foreach (var entry in Entries)
        {
            if (!sent.TryGetValue(entry.Id, out var message))
            {
                left.Add(entry);
            }
            else if (message is not null)
            {
                acknowledged.Add(message);
            }
        }

        return left.Count == Entries.Length
            ? this
            : this with { Entries = left.DrainToImmutable(), Acknowledged = [.. NotIn(saved), .. acknowledged] };
    }

    private IEnumerable<SentMessage> NotIn(Outbox? saved) =>
        Acknowledged == saved?.Acknowledged ? [] : Acknowledged.Except(saved?.Acknowledged ?? []);

    private Outbox PutOnce(OutboxEntry entry) => Find(entry.Id) is null ? Add(entry) : this;

    private Outbox Put(OutboxEntry entry) =>
        Find(entry.Id) is { } older ? this with { Entries = Entries.Replace(older, entry) } : Add(entry);

    private Outbox Add(OutboxEntry entry) => this with { Entries = Entries.Add(entry) };
}
