using Cashback.Purchases;
using Cashback.Rules.Tests.Subscribers;
using CsCheck;

namespace Cashback.Rules.Tests.Properties;

/// <summary>Any order, any repetition, any crash point: the same end.</summary>
public sealed class OrderProperties
{
    /// <summary>
    /// What networks say about a line, at few times so that many are equal, some with a time of their own and some without, as
    /// the life of a purchase allows it in the order of the time line: after a decline nothing is put on hold, and what was taken
    /// back is not confirmed again. That is refused, and what was refused depends on what had been heard by then.
    /// </summary>
    private static readonly Gen<OrderReport[]> Story = Gen.Select(Messages(ReportedStatus.Created, 0, 9), Gen.Bool).SelectMany(
        (created, paidLate) => paidLate
        ? Gen.Select(
            Messages(ReportedStatus.OnHold, 0, 3), Messages(ReportedStatus.Declined, 3, 5), Messages(ReportedStatus.Confirmed, 6, 8))
            .Select((held, declined, confirmed) => created.Concat(held).Concat(declined).Concat(confirmed))
        : Gen.Select(
            Messages(ReportedStatus.OnHold, 0, 5), Messages(ReportedStatus.Confirmed, 0, 5), Messages(ReportedStatus.Declined, 5, 7))
            .Select((held, confirmed, declined) => created.Concat(held).Concat(confirmed).Concat(declined)))
        .Select(messages => Distinct(messages).ToArray()).Where(story => story.Length > 0);

    private static readonly Gen<OrderReport[]> AnyStory = Gen.Select(
            Messages(ReportedStatus.Created, 0, 4), Messages(ReportedStatus.OnHold, 0, 4), Messages(ReportedStatus.Confirmed, 0, 4),
            Messages(ReportedStatus.Declined, 0, 4))
        .Select((created, held, confirmed, declined) => created.Concat(held).Concat(confirmed).Concat(declined)).SelectMany(
            all => Gen.Shuffle(all.ToArray()));

    [Fact]
    public void Messages_about_a_line_end_the_same_in_any_order_and_number_with_or_without_times_of_their_own()
    {
        Story.SelectMany(story => Gen.Select(Gen.Const(story), Gen.Shuffle(story.Concat(story).ToArray()))).Sample(
            (story, shuffled) =>
            {
                var inOrder = story.OrderBy(report => report.Moment).Aggregate(
                    Given.Subscriber(), (subscriber, report) => subscriber.Reported(report));
                var anyhow = shuffled.Aggregate(Given.Subscriber(), (subscriber, report) => subscriber.Reported(report));

                Assert.Equal(inOrder.Accrual, anyhow.Accrual);
                Assert.Equal(Ended(inOrder.The()), Ended(anyhow.The()));
            },
            iter: 10_000);
    }

    /// <summary>However far a purchase has come, and whatever it refused on the way; before and after it has left the record.</summary>
    [Fact]
    public void What_is_not_newer_than_what_is_known_changes_nothing()
    {
        Gen.Select(AnyStory, Gen.Int[0, 40]).Sample(
            (story, days) =>
            {
                var world = new World();
                foreach (var report in story)
                {
                    world.Report(report);
                    world.Pass(TimeSpan.FromDays(days));
                    world.Do(subscriber => subscriber.Expire(report.Order, world.Now));
                    world.Drain();
                    var known = world.Subscriber.FindPurchase(report.Order) ?? world.Lines[report.Order].Final!;
                    foreach (var older in story.Where(older => older.Moment <= known.Reported))
                    {
                        var before = world.Subscriber;
                        Assert.Equal(ReportResult.Unchanged, world.Report(older).Result);
                        Assert.Same(before, world.Subscriber);
                    }
                }
            },
            iter: 2_000,
            print: story => $"{story.Item1.Length} messages");
    }

    /// <summary>The cap takes, the amount moves, the network holds and confirms again, months pass.</summary>
    [Fact]
    public void What_the_cap_has_taken_is_never_paid_however_the_amount_moves()
    {
        var step = Gen.Select(
            Gen.Long[0, 500], Gen.Int[0, 2].Select(dice => dice == 0 ? ReportedStatus.OnHold : ReportedStatus.Confirmed), Gen.Bool);
        Gen.Select(step.Array[1, 12], Gen.Long[9_600, 10_000]).Sample(
            (steps, earned) =>
            {
                var now = Given.Now;
                var subscriber = Given.Subscriber().Accrued(earned);
                var taken = 0L;
                foreach (var (bonuses, status, monthPasses) in steps)
                {
                    now = monthPasses ? now.AddMonths(1) : now.AddHours(1);
                    var before = subscriber.FindPurchase(new OrderKey("admitad", "shop", "1"));
                    subscriber = subscriber.Reported(Given.Report(bonuses, status), now);
                    var after = subscriber.The();
                    if (after.Status == PurchaseStatus.Confirmed)
                    {
                        // What it could have had by the rule, and was not given now.
                        var had = before is { Status: PurchaseStatus.Confirmed } ? before.Credited : 0;
                        var due = Math.Max(0, after.Cashback - taken);
                        taken += Math.Max(0, due - Math.Max(had, after.Credited));
                        Assert.InRange(after.Credited, 0, Math.Max(0, after.Cashback - Math.Min(taken, after.Cashback)));
                        Assert.Equal(taken, after.Cut);
                    }
                }
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
            world.Report(world.Received(Given.Report(bonuses, word, line.ToString(System.Globalization.CultureInfo.InvariantCulture))));
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

    /// <summary>Up to three messages of one status within so many minutes.</summary>
    private static Gen<OrderReport[]> Messages(ReportedStatus status, int from, int to) =>
        Gen.Select(Gen.Long[1, 4], Gen.Int[from, to], Gen.Bool).Array[0, 3].Select(messages => messages.Select(message =>
        {
            var (hundreds, minute, dated) = message;
            var report = Given.Report(hundreds * 100, status);
            return report with
            {
                Version = dated ? Given.Now.AddMinutes(minute) : null,
                ReceivedAt = Given.Now.AddMinutes(dated ? 20 : minute),
            };
        }).ToArray());

    /// <summary>Without a time of its own, what says the same is the same message come again: it counts by its first arrival.</summary>
    private static IEnumerable<OrderReport> Distinct(IEnumerable<OrderReport> messages) => messages
        .GroupBy(report => (report.Status, Amount: report.Status == ReportedStatus.Declined ? null : report.Amount))
        .SelectMany(same => same.All(report => report.Version is not null) ? same : same.Take(1));

    /// <summary>Declined before or after it was confirmed: for the subscriber the end is the same, nothing.</summary>
    private static (string End, long Cashback, long Credited) Ended(Purchase purchase) =>
        purchase.Status is PurchaseStatus.Declined or PurchaseStatus.Reversed
            ? ("nothing", 0, purchase.Credited)
            : (purchase.Status.ToString(), purchase.Cashback, purchase.Credited);
}
