using System.Text.Json;
using Cashback.Purchases;
using Cashback.Rules.Tests.Subscribers;
using Cashback.Storage;
using Cashback.Subscribers;
using CsCheck;

namespace Cashback.Rules.Tests.Properties;

/// <summary>Laws that hold after every step of any history.</summary>
public sealed class HistoryProperties
{
    private static readonly Gen<ReportedStatus> Word = Gen.Enum<ReportedStatus>();

    private static readonly Gen<OrderReport> AnyReport =
        Gen.Select(Gen.Int[1, 5], Word, Gen.Long[0, 4_000], Gen.Int[-3, 10]).Select((line, word, bonuses, version) =>
            Given.Report(bonuses, word, line.ToString(System.Globalization.CultureInfo.InvariantCulture), version < 0 ? null : version));

    private static readonly Gen<RewardReport> AnyReward =
        Gen.Select(Gen.Int[1, 4], Gen.Long[0, 3_000], Gen.Long[1, 6], Gen.Enum<RewardKind>()).Select((id, bonuses, revision, kind) =>
            new RewardReport($"r{id}", kind, bonuses, revision, "Subject", Group: id < 3 ? "group" : null));

    internal static readonly Gen<Action<World>> Step = Gen.Frequency(
        (6, AnyReward.Select(report => (Action<World>)(world => Repeat(world, report)))),
        (10, AnyReport.Select(report => (Action<World>)(world => Repeat(world, report)))),
        (3, Gen.Int[1, 40 * 24].Select(hours => (Action<World>)(world => world.Pass(TimeSpan.FromHours(hours))))),
        (2, Gen.Int[1, 5].Select(line => (Action<World>)(world => world.Do(subscriber => subscriber.Expire(Order(line), world.Now))))),
        (1, Gen.Int[1, 5].Select(line => (Action<World>)(world => world.Do(
            subscriber => subscriber.ReverseByHand(Order(line), "by hand", world.Now).Value ?? subscriber)))),
        (1, Gen.Int[1, 5].Select(line => (Action<World>)(world => Disown(world, Order(line))))),
        (3, Gen.Int[0, 2].Select(way => (Action<World>)(world => DeliverFirst(world, way)))),
        (4, Gen.Select(Gen.Long[1, 60], Gen.Int[0, 5]).Select((order,
            which) => (Action<World>)(world => Buy(world, order.Text(), Cashback.Certificates.Denominations.All[which])))),
        (1, Gen.Const((Action<World>)(world => world.Do(subscriber => subscriber.WithGoals(Given.Smartphone("g1")))))),
        (1, Gen.Int[0, 7].Select(dice => (Action<World>)(world => Leave(world, dice)))),
        (2, Gen.Const((Action<World>)(world => world.HearOldAnswer()))),
        (1, Gen.Const((Action<World>)(world => world.Drain()))));

    [Fact]
    public void Any_history_keeps_the_books()
    {
        Step.Array[1, 60].Sample(
            steps =>
            {
                var world = new World();
                var statuses = new Dictionary<OrderKey, int>();
                foreach (var step in steps)
                {
                    step(world);
                    AssertLaws(world, statuses);
                }

                world.Drain();
                AssertLaws(world, statuses);
                world.AssertNotified();
                Assert.Equal(world.Subscriber.Balance.TotalCertificates, world.Issued.Values.Sum());
            },
            iter: 2_000,
            print: steps => $"{steps.Length} steps");
    }

    [Fact]
    public void Every_reachable_record_survives_the_store()
    {
        Step.Array[1, 40].Sample(
            steps =>
            {
                var world = new World();
                Array.ForEach(steps, step => step(world));

                var written = JsonSerializer.Serialize(new Stored<Subscriber> { Record = world.Subscriber }, StateJson.Options);
                var read = JsonSerializer.Deserialize<Stored<Subscriber>>(written, StateJson.Options)!.Record!;

                Assert.Equal(written, JsonSerializer.Serialize(new Stored<Subscriber> { Record = read }, StateJson.Options));
            },
            iter: 300,
            print: steps => $"{steps.Length} steps");
    }

    private static void AssertLaws(World world, Dictionary<OrderKey, int> revisions)
    {
        var subscriber = world.Subscriber;
        subscriber.AssertSound();
        Assert.InRange(subscriber.Accrual.Earned, 0, Given.TheRules.MonthlyCap);
        Assert.Equal(subscriber.Held, subscriber.History.Tail[^1].BalanceAfter);
        Assert.Equal(subscriber.Held, world.WholeHistory.Sum(line => line.Bonuses ?? 0));
        Assert.Equal(
            Enumerable.Range(1, (int)subscriber.History.LastSequence).Select(n => (long)n),
            world.WholeHistory.Select(line => line.Sequence));

        var rewards = subscriber.Rewards?.Open ?? [];
        var kept = world.Kept.Values.Where(reward => subscriber.FindReward(reward.Id) is null);
        Assert.All(rewards, reward => Assert.Equal(reward.Bonuses, reward.Credited + reward.OverLimit));
        Assert.Equal(
            subscriber.Rewards?.TotalOf("group") ?? 0,
            rewards.Concat(kept).Where(reward => reward.Group is not null).Sum(reward => reward.Credited));
        var archived = world.Lines.Values.Where(
            line => line.Final is not null && subscriber.FindPurchase(line.Final.Order) is null).Select(line => line.Final!);
        Assert.Equal(
            subscriber.Balance.TotalCredited - subscriber.Balance.TotalTakenBack,
            subscriber.Purchases.Concat(archived).Sum(purchase => purchase.Credited) + rewards.Concat(kept).Sum(reward => reward.Credited));
        foreach (var purchase in subscriber.Purchases)
        {
            Assert.True(purchase.Revision >= revisions.GetValueOrDefault(purchase.Order), "A purchase went back in its life.");
            revisions[purchase.Order] = purchase.Revision;
            Assert.Equal(purchase.Status == PurchaseStatus.Confirmed ? purchase.Cashback : 0, purchase.Credited + purchase.OverLimit);
            Assert.InRange(purchase.Credited, 0, Math.Max(0, purchase.Cashback - purchase.Cut));
        }
    }

    /// <summary>A report may come twice at once: the second one never changes anything.</summary>
    private static void Repeat(World world, OrderReport report)
    {
        report = world.Received(report);
        world.Report(report);
        var once = world.Subscriber;
        Assert.NotEqual(ReportResult.Applied, world.Report(report).Result);
        Assert.Same(once, world.Subscriber);
    }

    private static void Repeat(World world, RewardReport report)
    {
        world.Reward(report);
        var once = world.Subscriber;
        Assert.Equal(ReportResult.Unchanged, world.Reward(report).Result);
        Assert.Same(once, world.Subscriber);
    }

    /// <summary>An order may come twice at once: the second one buys nothing.</summary>
    private static void Buy(World world, string order, long denomination)
    {
        if (world.Buy(order, denomination))
        {
            var once = world.Subscriber;
            Assert.True(world.Buy(order, denomination));
            Assert.Same(once, world.Subscriber);
        }
    }

    /// <summary>Most never leave; of those who do, some have an address, and some accept the loss.</summary>
    private static void Leave(World world, int dice)
    {
        switch (dice)
        {
            case 0:
                world.Leave(acceptLoss: true);
                break;
            case 1:
                world.Do(subscriber => subscriber with { Email = "a@b.ru", EmailConfirmed = true });
                world.Leave(acceptLoss: false);
                break;
            default:
                world.Do(subscriber => subscriber);
                break;
        }
    }

    /// <summary>The answer is heard at once, is lost, or comes late.</summary>
    private static void DeliverFirst(World world, int way)
    {
        if (world.Subscriber.Outbox.Entries is not [var entry, ..])
        {
            return;
        }

        if (way == 2)
        {
            world.DeliverSlowly(entry);
        }
        else
        {
            world.Deliver(entry, acknowledge: way == 0);
        }
    }

    private static void Disown(World world, OrderKey order)
    {
        if (!world.Lines.ContainsKey(order))
        {
            world.Foreign.Add(order);
        }
    }

    private static OrderKey Order(int line) => new("admitad", "shop", line.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
