using Cashback.Purchases;
using Cashback.Rules.Tests.Subscribers;
using CsCheck;

namespace Cashback.Rules.Tests.Properties;

/// <summary>Any order, any repetition, any crash point: the same end.</summary>
public sealed class OrderProperties
{
    private static readonly Gen<OrderReport[]> Story =
        Gen.Select(Gen.Select(Gen.Bool, Gen.Long[0, 900]).Array[0, 5], Gen.Bool, Gen.Long[1, 900]).Select((words, declinedAtLast, bonuses) =>
        {
            var story = new List<OrderReport> { Given.Report(bonuses, version: 0) };
            story.AddRange(words.Select((word, index) =>
                Given.Report(word.Item2, word.Item1 ? ReportedStatus.Confirmed : ReportedStatus.OnHold, version: index + 1)));
            if (declinedAtLast)
            {
                story.Add(Given.Report(bonuses, ReportedStatus.Declined, version: 100));
            }

            return story.ToArray();
        });

    [Fact]
    public void Reports_of_a_network_with_times_end_the_same_in_any_order_and_number()
    {
        Story.SelectMany(story => Gen.Select(Gen.Const(story), Gen.Shuffle(story.Concat(story).ToArray()))).Sample(
            (story, shuffled) =>
            {
                var inOrder = story.Aggregate(Given.Subscriber(), (subscriber, report) => subscriber.Reported(report));
                var anyhow = shuffled.Aggregate(Given.Subscriber(), (subscriber, report) => subscriber.Reported(report));

                Assert.Equal(inOrder.Accrual, anyhow.Accrual);
                Assert.Equal(Ended(inOrder.The()), Ended(anyhow.The()));
            },
            iter: 5_000);
    }

    [Fact]
    public void A_crash_after_any_delivery_leaves_each_effect_once()
    {
        var steps = Gen.Select(Gen.Int[1, 4], Gen.Long[1, 3_000], Gen.Enum<ReportedStatus>(), Gen.Int[0, 30]);
        Gen.Select(steps.Array[1, 12], Gen.Bool.Array[200]).Sample(
            (history, acknowledged) =>
            {
                var calm = Play(history, []);
                var faulty = Play(history, new Queue<bool>(acknowledged));

                Assert.Equal(calm.Subscriber.Balance, faulty.Subscriber.Balance);
                Assert.Equal(calm.Billed.OrderBy(pair => pair.Key), faulty.Billed.OrderBy(pair => pair.Key));
                Assert.Equal(calm.Sent.OrderBy(pair => pair.Key), faulty.Sent.OrderBy(pair => pair.Key));
                Assert.Equal(calm.Statements.Keys.Order(), faulty.Statements.Keys.Order());
                Assert.Equal(calm.WholeHistory, faulty.WholeHistory);
            },
            iter: 1_000,
            print: _ => "a history");
    }

    /// <summary>Plays a history; while there are marks left, each delivery is acknowledged or lost by the next one.</summary>
    private static World Play((int Line, long Bonuses, ReportedStatus Word, int Days)[] history, Queue<bool> acknowledged)
    {
        var world = new World();
        foreach (var (line, bonuses, word, days) in history)
        {
            world.Report(Given.Report(bonuses, word, line.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            for (var lost = 0; lost < 3 && acknowledged.TryDequeue(out var heard) && !world.Subscriber.Outbox.Entries.IsEmpty; lost++)
            {
                if (!heard)
                {
                    world.Deliver(world.Subscriber.Outbox.Entries[0], acknowledge: false);
                }
            }

            world.Drain();
            world.Pass(TimeSpan.FromDays(days));
        }

        world.Do(subscriber => subscriber);
        world.Drain();
        return world;
    }

    /// <summary>Declined before or after it was confirmed: for the subscriber the end is the same, nothing.</summary>
    private static (string End, long Cashback, long Credited) Ended(Purchase purchase) =>
        purchase.Status is PurchaseStatus.Declined or PurchaseStatus.Reversed
            ? ("nothing", 0, purchase.Credited)
            : (purchase.Status.ToString(), purchase.Cashback, purchase.Credited);
}
