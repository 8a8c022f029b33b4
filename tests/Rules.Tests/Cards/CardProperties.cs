using Cashback.Cards;
using CsCheck;

namespace Cashback.Rules.Tests.Cards;

/// <summary>Any order, any repetition, any lateness of the feed.</summary>
public sealed class CardProperties
{
    private static readonly string[] Codes = ["5816", "5814", "5411", "6011"];

    /// <summary>Transactions within five weeks.</summary>
    private static readonly Gen<CardTransaction[]> Feed =
        Gen.Select(Gen.Int[0, 5 * 7 * 24 - 13], Gen.Int[1, 3_000_000], Gen.Int[0, 3], Gen.Bool.Select(Gen.Bool, Gen.Bool)).Array[1, 25]
            .Select(lines =>
            lines.Select((line, number) => CardWorld.Buy(
                $"t{number}",
                CardWorld.Monday.AddHours(line.Item1),
                line.Item2 / 100m,
                Codes[line.Item3],
                line.Item4 is (true, true, _) ? CardTransactionKind.Refund : CardTransactionKind.Purchase)).ToArray());

    [Fact]
    public void Any_order_and_repetition_of_the_feed_ends_with_the_same_credits() => Feed
        .SelectMany(feed => Gen.Select(Gen.Const(feed), Gen.Shuffle(feed.Concat(feed).ToArray())))
        .Sample(
            (feed, shuffled) =>
            {
                var inOrder = Play(feed);
                var anyhow = Play(shuffled);
                Assert.Equal(inOrder.Pages.Keys.Order(), anyhow.Pages.Keys.Order());
                Assert.All(inOrder.Pages, page => Assert.Equal(page.Value.Entries, anyhow.Pages[page.Key].Entries));
                Assert.Equal(Describe(inOrder), Describe(anyhow));
            },
            iter: 1_000);

    [Fact]
    public void No_month_is_credited_more_than_its_limit_and_every_kopeck_is_accounted_for()
    {
        // Each line comes so many days after it happened, some lines twice; the bank refuses now and then.
        Gen.Select(Feed, Gen.Int[0, 40].Array[25], Gen.Int[0, 60].Array[25], Gen.Bool.Array[60]).Sample(
            (feed, late, again, paid) =>
            {
                var world = new CardWorld();
                var refusals = 0m;
                var days = feed.Zip(late, (line, days) => (line.At.AddDays(days), line)).Concat(
                    feed.Zip(again, (line, days) => (line.At.AddDays(days), line)));
                var answers = 0;
                foreach (var (now, line) in days.OrderBy(told => told.Item1))
                {
                    world.Take(now, line);
                    Answer(now);
                }

                for (var now = CardWorld.Monday.AddDays(100); now < CardWorld.Monday.AddDays(300); now = now.AddDays(7))
                {
                    world.CatchUp(now);
                    Answer(now);
                }

                void Answer(DateTimeOffset now)
                {
                    while (world.Card.Owed() is { } owed)
                    {
                        var ok = answers >= paid.Length || paid[answers];
                        answers++;
                        refusals += ok ? 0 : owed.Amount;
                        world.AnswerOne(now, ok);
                    }
                }

                var kept = world.Credited.GroupBy(credit => CardWeeks.MonthOf(credit.On))
                    .ToDictionary(
                        month => month.Key,
                        month => month.Where(credit => !world.Refused.Contains(credit.On)).Sum(credit => credit.Amount));
                Assert.All(kept.Values, credited => Assert.InRange(credited, 0, 3_000));
                Assert.All(world.Credited, credit => Assert.Equal(
                    credit.Earned + credit.CarriedIn, credit.Amount + credit.OverLimit + credit.CarriedOut));
                Assert.Equal(
                    world.Pages.Values.Sum(page => page.Cashback()),
                    world.Credited.Sum(credit => credit.Amount + credit.OverLimit) - refusals + world.Card.Carried);
                Assert.Equal(feed.Length, world.Pages.Values.Sum(page => page.Entries.Length));
                Assert.Empty(world.Card.Planned);
            },
            iter: 2_000);
    }

    [Fact]
    public void Statements_show_every_transaction_once_and_their_balances_follow_each_other() =>
        Gen.Select(Feed, Gen.Int[0, 40].Array[25]).Sample(
            (feed, late) =>
            {
                var world = new CardWorld();
                foreach (var (now, line) in feed.Zip(late, (line, days) => (line.At.AddDays(days), line)).OrderBy(told => told.Item1))
                {
                    world.Take(now, line);
                }

                world.CatchUp(CardWorld.Monday.AddDays(150));
                Assert.Equal(feed.Length, world.Statements.Sum(statement => statement.Transactions));
                Assert.Equal(feed.Sum(line => line.Signed()), world.Card.OpeningBalance);
                Assert.All(
                    world.Statements.Zip(world.Statements.Skip(1)),
                    pair => Assert.Equal(pair.First.ClosingBalance, pair.Second.OpeningBalance));
                Assert.Equal(
                    world.Credited.Select(credit => credit.On),
                    world.Statements.SelectMany(statement => statement.Credits).Select(credit => credit.On));
            },
            iter: 1_000);

    /// <summary>Told all of it before the first Friday that matters: the week of the first line is credited on day 11.</summary>
    private static CardWorld Play(IEnumerable<CardTransaction> feed)
    {
        var world = new CardWorld();
        var now = CardWorld.Monday.AddDays(10);
        foreach (var line in feed)
        {
            world.Take(now, line);
        }

        world.CatchUp(CardWorld.Monday.AddDays(100));
        return world;
    }

    private static string Describe(CardWorld world) => string.Join('\n', world.Credited.Select(credit =>
        $"{credit.On:O} {credit.Earned} {credit.CarriedIn} {credit.Amount} {credit.OverLimit} {credit.CarriedOut}"));
}
