using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Certificates;
using Cashback.Claims;
using Cashback.Payouts;
using Cashback.Statements;

namespace Cashback.Subscribers;

/// <summary>Something that others must be told; its id makes it safe to tell it again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TellPurchase), "purchase")]
[JsonDerivedType(typeof(SendMessage), "message")]
[JsonDerivedType(typeof(StartPayout), "payout")]
[JsonDerivedType(typeof(WriteStatement), "statement")]
[JsonDerivedType(typeof(MoveHistory), "history")]
[JsonDerivedType(typeof(KeepReward), "reward")]
[JsonDerivedType(typeof(OweReward), "owed")]
[JsonDerivedType(typeof(FileClaim), "claim")]
[JsonDerivedType(typeof(AskWelcome), "welcome")]
[JsonDerivedType(typeof(IssueCertificate), "certificate")]
[JsonDerivedType(typeof(MoveCertificates), "certificates")]
internal abstract record OutboxEntry(string Id);

/// <summary>The purchase grain learns the newest snapshot: its owner, its deadline, and at last the whole purchase.</summary>
/// <param name="ArchiveIn">The statement's month with which the purchase leaves the record; null while it stays.</param>
/// <param name="New">Its grain has not been told yet: it learns its owner.</param>
/// <param name="Revived">It is back in the record, while its grain has it archived.</param>
internal sealed record TellPurchase(
    string Id,
    OrderKey Order,
    YearMonth? ArchiveIn = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool New = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Revived = false) : OutboxEntry(Id);

/// <param name="Email">Where it goes, for a template that is a letter.</param>
/// <param name="Drop">Why it is not sent but only noted; null: it is sent.</param>
internal sealed record SendMessage(string Id, string Template, ImmutableDictionary<string, string> Values, string? Email = null, string? Drop = null) : OutboxEntry(Id);

internal sealed record StartPayout(string Id, PayoutRequest Request) : OutboxEntry(Id);

internal sealed record WriteStatement(string Id, Statement Statement) : OutboxEntry(Id);

internal sealed record MoveHistory(string Id, long Page) : OutboxEntry(Id);

/// <summary>The reward leaves the record with its month: a grain of its own keeps it.</summary>
internal sealed record KeepReward(string Id, string RewardId) : OutboxEntry(Id);

/// <summary>What a reward of a subscriber is worth now, the inviter's or one's own; a newer snapshot takes the place of an older one.</summary>
internal sealed record OweReward(string Id, string SubscriberId, RewardReport Report) : OutboxEntry(Id);

/// <summary>A welcome campaign is asked for its reward, or gets it back; a newer word takes the place of an older one.</summary>
internal sealed record AskWelcome(string Id, string CampaignId, bool Wanted, long Reward, long Revision) : OutboxEntry(Id);

/// <param name="CodeHash">The key of its grain.</param>
internal sealed record IssueCertificate(string Id, string CodeHash, CertificateIssue Issue) : OutboxEntry(Id);

internal sealed record MoveCertificates(string Id, long Page) : OutboxEntry(Id);

/// <summary>A claim goes to its own grain.</summary>
internal sealed record FileClaim(string Id, Claim Claim) : OutboxEntry(Id);

/// <summary>What is decided but not yet told. Saved with the decision; an entry leaves after it was delivered.</summary>
internal sealed record Outbox
{
    public ImmutableArray<OutboxEntry> Entries { get; init; } = [];

    public long LastNumber { get; init; }

    public static string TellId(OrderKey order) => $"order:{order}";

    public static string MoveId(long page) => $"hist:{page}";

    /// <summary>Told anew: the newest snapshot goes, and what was not known before is still not known.</summary>
    public Outbox Tell(OrderKey order, YearMonth? archiveIn = null, bool isNew = false, bool revived = false)
    {
        var there = (TellPurchase?)Find(TellId(order));
        var entry = new TellPurchase(TellId(order), order, archiveIn, isNew || there is { New: true }, revived || there is { Revived: true });
        return there is null ? Add(entry) : this with { Entries = Entries.Replace(there, entry) };
    }

    public Outbox Send(string subscriberId, string template, ImmutableDictionary<string, string> values, string? email = null)
    {
        var number = LastNumber + 1;
        return Add(new SendMessage($"{subscriberId}-{number}", template, values, email)) with { LastNumber = number };
    }

    public Outbox Start(PayoutRequest request) => Add(new StartPayout($"payout:{request.PayoutId}", request));

    public Outbox Write(Statement statement) => Add(new WriteStatement($"stmt:{statement.Month}", statement));

    public Outbox Move(long page) => Find(MoveId(page)) is null ? Add(new MoveHistory(MoveId(page), page)) : this;

    public static string KeepId(string rewardId) => $"reward:{rewardId}";

    public Outbox Keep(string rewardId)
    {
        var id = KeepId(rewardId);
        return Find(id) is null ? Add(new KeepReward(id, rewardId)) : this;
    }

    public Outbox Owe(string subscriberId, RewardReport report) =>
        Put(new OweReward($"owed:{subscriberId}:{report.RewardId}", subscriberId, report));

    public Outbox Ask(WelcomeTake take) => Put(new AskWelcome(
        $"welcome:{take.Campaign.Id}", take.Campaign.Id, take.Wanted, take.Campaign.Welcome!.Reward, take.Revision));

    public static string IssueId(string certificateId) => $"cert:{certificateId}";

    public Outbox Issue(string codeHash, CertificateIssue issue) => Add(new IssueCertificate(IssueId(issue.CertificateId), codeHash, issue));

    public Outbox MoveCertificates(long page)
    {
        var entry = new MoveCertificates($"certs:{page}", page);
        return Find(entry.Id) is null ? Add(entry) : this;
    }

    public Outbox File(Claim claim) => Add(new FileClaim($"claim:{claim.Id}", claim));

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

    private Outbox Put(OutboxEntry entry) =>
        Find(entry.Id) is { } older ? this with { Entries = Entries.Replace(older, entry) } : Add(entry);

    private Outbox Add(OutboxEntry entry) => this with { Entries = Entries.Add(entry) };
}
