using System.Globalization;
using Cashback.Cards;

namespace Cashback.Rules.Tests.Cards;

/// <summary>Weeks, credits and months of one card.</summary>
public sealed class CardTests
{
    private readonly CardWorld _world = new();

    [Fact]
    public void Week_is_credited_on_its_friday_and_not_before()
    {
        Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 1_000));
        Take("2026-11-08 23:59", Buy("b", "2026-11-08 23:30", 500, "5411"));

        _world.CatchUp(At("2026-11-12 23:59"));
        Assert.Empty(_world.Credited);

        _world.CatchUp(At("2026-11-13 00:00"));
        var credit = Assert.Single(_world.Credited);
        Assert.Equal((Day("2026-11-13"), 105m, 0m), (credit.On, credit.Amount, credit.OverLimit));
    }

    [Fact]
    public void Month_of_the_friday_is_the_one_whose_limit_counts()
    {
        // Earned in November, credited on 4 December: December's limit. The week after it: also December's.
        Take("2026-11-23 10:00", Buy("a", "2026-11-23 09:00", 25_000));
        Take("2026-12-01 10:00", Buy("b", "2026-12-01 09:00", 10_000));
        _world.CatchUp(At("2027-01-10 00:00"));

        Assert.Equal([(2_500m, 0m), (500m, 500m)], _world.Credited.Select(credit => (credit.Amount, credit.OverLimit)));
    }

    [Fact]
    public void Refund_before_the_credit_is_taken_off_it()
    {
        Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 1_000));
        Take("2026-11-05 10:00", Buy("r", "2026-11-05 09:00", 400, kind: CardTransactionKind.Refund));
        _world.CatchUp(At("2026-11-13 00:00"));

        Assert.Equal(60, Assert.Single(_world.Credited).Amount);
    }

    [Fact]
    public void Refund_after_the_credit_is_carried_below_zero_until_later_weeks_have_paid_it_off()
    {
        Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 1_000));
        Take("2026-11-16 10:00", Buy("r", "2026-11-16 09:00", 1_000, kind: CardTransactionKind.Refund));
        Take("2026-11-24 10:00", Buy("b", "2026-11-24 09:00", 300));
        Take("2026-12-01 10:00", Buy("c", "2026-12-01 09:00", 1_000));
        _world.CatchUp(At("2027-01-10 00:00"));

        Assert.Equal(
            [(100m, 0m), (0m, -100m), (0m, -70m), (30m, 0m)], _world.Credited.Select(credit => (credit.Amount, credit.CarriedOut)));
        Assert.Equal(0, _world.Card.Carried);
    }

    [Fact]
    public void Repeated_refund_takes_nothing_back_twice()
    {
        Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 1_000));
        var refund = Buy("r", "2026-11-05 09:00", 400, kind: CardTransactionKind.Refund);
        Assert.Equal(FeedResult.Applied, Take("2026-11-05 10:00", refund));
        Assert.Equal(FeedResult.Unchanged, Take("2026-11-06 10:00", refund));
        Assert.Equal(FeedResult.Unchanged, Take("2026-11-20 10:00", refund));
        _world.CatchUp(At("2027-01-10 00:00"));

        Assert.Equal(60, Assert.Single(_world.Credited).Amount);
        Assert.Equal(0, _world.Card.Carried);
    }

    [Fact]
    public void Same_id_with_another_content_is_refused_and_the_first_one_stands()
    {
        Assert.Equal(FeedResult.Applied, Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 1_000)));
        Assert.Equal(FeedResult.Refused, Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 2_000)));
        Assert.Equal(FeedResult.Refused, Take("2026-11-03 10:00", Buy("a", "2026-11-04 09:00", 1_000)));
        Assert.Equal(FeedResult.Unchanged, Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 1_000) with { At = At("2026-11-03 09:00").AddMilliseconds(400) }));
        _world.CatchUp(At("2026-11-13 00:00"));

        Assert.Equal(100, Assert.Single(_world.Credited).Amount);
    }

    [Fact]
    public void Transaction_of_a_credited_week_counts_with_the_friday_to_come_once()
    {
        Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 1_000));
        Take("2026-11-13 00:00", Buy("late", "2026-11-05 09:00", 500));
        Take("2026-11-14 00:00", Buy("late", "2026-11-05 09:00", 500));
        _world.CatchUp(At("2026-11-20 00:00"));

        Assert.Equal([(Day("2026-11-13"), 100m), (Day("2026-11-20"), 50m)], _world.Credited.Select(credit => (credit.On, credit.Amount)));
    }

    [Fact]
    public void What_the_bank_refuses_is_carried_and_leaves_the_months_room()
    {
        Take("2026-11-03 10:00", Buy("a", "2026-11-03 09:00", 29_000));
        _world.CatchUp(At("2026-11-13 01:00"));
        Assert.Equal(100, _world.Card.CapRemaining(new(2026, 11), CardWorld.Rules.TermsOf(CardProduct.Debit)));

        _world.Answer(At("2026-11-13 02:00"), paid: false);
        Assert.Equal(3_000, _world.Card.CapRemaining(new(2026, 11), CardWorld.Rules.TermsOf(CardProduct.Debit)));

        _world.CatchUp(At("2026-11-20 01:00"));
        _world.Answer(At("2026-11-20 02:00"), paid: true);
        _world.Answer(At("2026-11-20 03:00"), paid: false);
        _world.CatchUp(At("2027-01-10 00:00"));

        Assert.Equal([2_900m, 2_900m], _world.Credited.Select(credit => credit.Amount));
        Assert.Equal((Day("2026-11-20"), 2_900m, 0m), (_world.Credited[1].On, _world.Credited[1].CarriedIn, _world.Credited[1].Earned));
    }

    [Fact]
    public void Statement_of_a_month_is_closed_with_its_last_week_and_later_news_stand_in_the_next_one()
    {
        Take("2026-11-03 10:00", new CardTransaction("t", At("2026-11-03 09:00"), null, 50_000, CardTransactionKind.TopUp));
        Take("2026-11-10 10:00", Buy("a", "2026-11-10 09:00", 1_000));
        Take("2026-12-03 10:00", Buy("b", "2026-11-30 23:59", 500));
        Take("2026-12-11 00:00", Buy("late", "2026-11-28 12:00", 200));
        _world.CatchUp(At("2027-01-08 00:00"));

        var (november, december) = (_world.Statements[0], _world.Statements[1]);
        Assert.Equal((0m, 48_500m, 3, 0), (november.OpeningBalance, november.ClosingBalance, november.Transactions, november.Late));
        Assert.Equal((48_500m, 48_300m, 1, 1), (december.OpeningBalance, december.ClosingBalance, december.Transactions, december.Late));
        Assert.Equal([Day("2026-11-20")], november.Credits.Select(credit => credit.On));
        Assert.Equal([Day("2026-12-11"), Day("2026-12-18")], december.Credits.Select(credit => credit.On));
    }

    [Fact]
    public void Statement_shows_fee_interest_cash_and_days_over_the_limit()
    {
        var world = new CardWorld(CardProduct.Credit);
        void Take(string id, string at, decimal amount, CardTransactionKind kind, string? mcc = null) =>
            world.Take(At("2027-01-31 23:00"), new CardTransaction(id, At(at), mcc, amount, kind));
        Take("t", "2027-01-01 00:00", 100_000, CardTransactionKind.TopUp);
        Take("w1", "2027-01-11 10:00", 40_000, CardTransactionKind.Withdrawal, "6011");
        Take("w2", "2027-01-11 11:00", 61_000, CardTransactionKind.Withdrawal, "6011");
        Take("w3", "2027-01-12 11:00", 2_000, CardTransactionKind.Withdrawal, "6010");
        world.CatchUp(At("2027-02-12 00:00"));

        var january = world.Statements[^1];
        Assert.Equal(new YearMonth(2027, 1), january.Month);
        Assert.Equal(new MonthlyFeeDue(99, null), january.Fee);
        Assert.Equal(Kopecks.Round(10 * 6_000m / 365), january.Interest);
        Assert.Equal(
            ["w1 machine 40000 0.00", "w2 machine 60000 389.00", "w3 desk 0 80.00"],
            january.Cash.Select(cash => string.Create(CultureInfo.InvariantCulture, $"{cash.TransactionId} {cash.Place} {cash.OwnMoney:0} {cash.Commission:0.00}")));
        Assert.Equal([Day("2027-01-11")], january.DaysOverLimit);
        Assert.False(january.MonthOverLimit);
        Assert.Equal(-3_000, january.ClosingBalance);
    }

    [Fact]
    public void Years_of_use_leave_the_record_small()
    {
        var now = CardWorld.Monday;
        for (var week = 0; week < 200; week++, now = now.AddDays(7))
        {
            _world.Take(now, CardWorld.Buy($"a{week}", now.AddHours(-1), 100));
            _world.Answer(now, paid: true);
        }

        var card = _world.Card;
        Assert.InRange(card.Counted.Count, 50, 60);
        Assert.InRange(card.Credits.Length, 0, 12);
        Assert.InRange(card.Posted.Count, 1, 2);
        Assert.InRange(card.Planned.Count, 1, 2);
        Assert.InRange(card.Pages.Count, 4, 5);
    }

    private FeedResult Take(string now, CardTransaction transaction) => _world.Take(At(now), transaction);

    private static CardTransaction Buy(
        string id, string at, decimal amount, string mcc = "5816", CardTransactionKind kind = CardTransactionKind.Purchase) =>
        CardWorld.Buy(id, At(at), amount, mcc, kind);

    private static DateTimeOffset At(string moscow) => CardWorld.At(moscow);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
