using System.Collections.Immutable;
using Cashback.Certificates;
using Cashback.Purchases;
using Cashback.Rewards;
using Cashback.Rules.Tests.Subscribers;
using Cashback.Subscribers;

namespace Cashback.Rules.Tests.Properties;

/// <summary>
/// A subscriber's record among the receivers of its outbox: each of them keeps what it got under the entry's id, as
/// the real grains do, so that a repetition shows. Pure, hence millions of histories a minute.
/// </summary>
internal sealed partial class World
{
    public Subscriber Subscriber { get; private set; } = Given.Subscriber();

    public DateTimeOffset Now { get; private set; } = Given.Now;

    /// <summary>The record as last saved; null: it is saved with every decision.</summary>
    public Subscriber? Saved { get; set; }

    /// <summary>How many messages were acknowledged; they are numbered in this order.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Message id → template: one id, one message.</summary>
    public Dictionary<string, string> Sent { get; } = [];

    /// <summary>Payout id → amount: what the billing system was asked, at most once each.</summary>
    public Dictionary<string, long> Billed { get; } = [];

    public Dictionary<OrderKey, OrderLine> Lines { get; } = [];

    public Dictionary<YearMonth, Statements.Statement> Statements { get; } = [];

    /// <summary>Rewards of closed months, as their own grains keep them.</summary>
    public Dictionary<string, Reward> Kept { get; } = [];

    /// <summary>Code's hash → what its certificate is worth.</summary>
    public Dictionary<string, long> Issued { get; } = [];

    public Dictionary<long, ImmutableArray<OwnCertificate>> CertificatePages { get; } = [];

    /// <summary>Lines that another subscriber owns.</summary>
    public HashSet<OrderKey> Foreign { get; } = [];

    /// <summary>All lines that were ever written, as the journal has them.</summary>
    public IEnumerable<HistoryLine> WholeHistory => _lines.SelectMany(lines => lines);

    private static readonly CertificateCodes Codes = new(new Secrets(new byte[32]));

    private readonly Queue<Delivery> _underway = new();

    private readonly List<SerializedLines> _lines = [Given.Subscriber().History.Tail];

    private long _arrivals;

    public void Pass(TimeSpan time) => Now += time;

    public void Do(Func<Subscriber, Subscriber> decide)
    {
        var settled = Subscriber.Settled(Now, Given.TheRules);
        Save(decide(settled));
    }

    /// <summary>The report as it comes now, later than all that came before.</summary>
    public OrderReport Received(OrderReport report) => report with { ReceivedAt = Now.AddTicks(++_arrivals) };

    public ReportVerdict Report(OrderReport report)
    {
        var current = Subscriber.Settled(Now, Given.TheRules);
        var basis = current.MayBeArchived(report.Order) && Lines.GetValueOrDefault(report.Order)?.Final is { } final
            ? current.With(final)
            : current;
        var (next, verdict) = current.DecideOn(basis, revived => revived.Report(report, Now, Given.TheRules));
        Save(next);
        return verdict;
    }

    public RewardVerdict Reward(RewardReport report)
    {
        var current = Subscriber.Settled(Now, Given.TheRules);
        var basis = current.MayBeArchived(report.RewardId) && Kept.TryGetValue(report.RewardId, out var kept)
            ? current.With(kept)
            : current;
        var (next, verdict) = current.DecideOn(basis, revived => revived.Report(report, Now, Given.TheRules));
        Save(next);
        return verdict;
    }

    public bool Buy(string order, long denomination)
    {
        var current = Subscriber.Settled(Now, Given.TheRules);
        var bought = current.BuyCertificate(new CertificateOrder(order, denomination), Codes.Make(), Now);
        Save(bought.Value ?? current);
        return bought.Accepted;
    }

    public void Leave(bool acceptLoss) => Do(subscriber => subscriber
        .RequestLeaving(acceptLoss, null, Now, Given.TheRules with { UndoWindow = TimeSpan.Zero })
        .PayOutOnLeaving(Codes.Make(), Now));

    /// <summary>Delivers everything, again and again, until nothing is left to tell.</summary>
    public void Drain()
    {
        for (var round = 0; !Subscriber.Outbox.Entries.IsEmpty; round++)
        {
            Assert.True(round < 100, "The outbox never gets empty.");
            foreach (var entry in Subscriber.Outbox.Entries)
            {
                Deliver(entry, acknowledge: true);
            }
        }
    }

    /// <summary>One entry reaches its receiver; the answer comes back, or is lost (a crash between the two).</summary>
    public void Deliver(OutboxEntry entry, bool acknowledge)
    {
        var delivery = Receive(entry);
        if (!acknowledge)
        {
            return;
        }

        if (entry is SendMessage message)
        {
            var sent = new SentMessage(++Acknowledged, message.Template, Now);
            var saved = (Saved ?? Subscriber).Outbox;
            Do(subscriber => subscriber.AcknowledgeMessages(new Dictionary<string, SentMessage?> { [entry.Id] = sent }, saved));
        }
        else
        {
            Do(subscriber => subscriber.Delivered(delivery, Now));
        }
    }

    /// <summary>One entry reaches its receiver; its answer is heard only after more has happened.</summary>
    public void DeliverSlowly(OutboxEntry entry) => _underway.Enqueue(Receive(entry));

    public void HearOldAnswer()
    {
        if (_underway.TryDequeue(out var delivery))
        {
            Do(subscriber => subscriber.Delivered(delivery, Now));
        }
    }

    /// <summary>With nothing left to tell, each line's own grain knows its newest state and watches just what is waited for.</summary>
    public void AssertNotified()
    {
        foreach (var purchase in Subscriber.Purchases.Where(purchase => !Foreign.Contains(purchase.Order)))
        {
            var line = Lines[purchase.Order];
            Assert.Equal(purchase.Revision, line.Revision);
            Assert.Equal(purchase.Status == PurchaseStatus.Pending ? purchase.AnswerDueBy : null, line.WatchedUntil);
        }
    }

    private void Save(Subscriber next)
    {
        next = next is { Left: not null, Held: > 0 } ? next.PayOutOnLeaving(Codes.Make(), Now) : next;
        next.AssertSound();
        _lines.Add(next.History.Since(Subscriber.History.LastSequence + 1));
        Subscriber = next.WithShortHistory(Saved?.History.LastSequence ?? next.History.LastSequence);
    }
}
