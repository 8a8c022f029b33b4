using Cashback.Receipts;
using Cashback.Rules.Tests.Subscribers;

namespace Cashback.Rules.Tests.Receipts;

public sealed class ReceiptTests
{
    private static readonly ReceiptQr Qr = ReceiptQr.Read("t=20261110T1200&s=100.00&fn=8710000101125654&i=99456&fp=1250448795&n=1", out _)!;

    [Fact]
    public void Limits_and_waits_of_the_service_do_not_spend_tries()
    {
        var receipt = Enumerable.Range(0, 100).Aggregate(Sent(), (it, _) => it.Answered(new(FiscalStatus.Busy, Why: "limit"), Given.Now));

        Assert.Equal((0, ReceiptStatus.Sent, "limit"), (receipt.Attempts, receipt.Status, receipt.LastError));
        Assert.True(receipt.NextAt > Given.Now);
    }

    [Fact]
    public void Document_that_is_not_there_yet_is_waited_for_with_growing_pauses_of_at_most_a_day()
    {
        var (receipt, pauses) = (Sent(), new List<TimeSpan>());
        for (var attempt = 0; attempt < 20; attempt++)
        {
            receipt = receipt.Answered(new(FiscalStatus.NotYet), Given.Now);
            pauses.Add(receipt.NextAt - Given.Now);
        }

        Assert.Equal(ReceiptStatus.Waiting, receipt.Status);
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromDays(1), pauses[^1]);
    }

    [Fact]
    public void No_such_receipt_is_believed_after_several_tries_only()
    {
        var receipt = Sent();
        for (var attempt = 1; attempt < Receipt.UnknownsMax; attempt++)
        {
            receipt = receipt.Answered(new(FiscalStatus.Unknown), Given.Now);
            Assert.True(receipt.IsOpen);
        }

        Assert.Equal(ReceiptReason.NoSuchReceipt, receipt.Answered(new(FiscalStatus.Unknown), Given.Now).Reason);
    }

    [Fact]
    public void Receipt_is_overdue_after_thirty_days_and_not_before()
    {
        Assert.False(Sent().IsOverdue(Given.Now.AddDays(30).AddTicks(-1)));
        Assert.True(Sent().IsOverdue(Given.Now.AddDays(30)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Refunds_and_purchases_from_the_person_are_refused(int operation) =>
        Assert.Equal("receipt-not-a-sale", Reserve(Qr with { Operation = operation }).Rejection!.Type);

    [Fact]
    public void Receipt_of_a_day_ahead_is_refused_but_not_one_of_another_zone()
    {
        Assert.True(Reserve(Qr with { Time = Qr.Time.AddHours(9) }).Accepted);
        Assert.Equal("receipt-not-yet", Reserve(Qr with { Time = Qr.Time.AddDays(2) }).Rejection!.Type);
    }

    [Fact]
    public void What_is_found_must_be_what_the_code_says()
    {
        var found = ReceiptMatchingTests.Receipt(("Молоко", 100));

        Assert.Null(Sent().Fault(found));
        Assert.Null(Sent().Fault(found with { Time = found.Time.AddHours(9) }));
        Assert.Equal(ReceiptReason.Different, Sent().Fault(found with { Sum = 99 }));
        Assert.Equal(ReceiptReason.Different, Sent().Fault(found with { Time = found.Time.AddDays(2) }));
        Assert.Equal(ReceiptReason.Different, Sent().Fault(found with { Name = found.Name with { Sign = "1" } }));
        Assert.Equal(ReceiptReason.NotASale, Sent().Fault(found with { Operation = 2 }));
        Assert.Equal(ReceiptReason.NoLines, Sent().Fault(found with { Lines = [] }));
    }

    [Fact]
    public void Steps_stand_in_the_history_once_and_in_their_order()
    {
        var note = Sent().ToNote();
        var subscriber = Given.Subscriber().Take(note, Given.Now, Given.TheRules).Value!;
        foreach (var status in (ReceiptStatus[])[ReceiptStatus.Waiting, ReceiptStatus.Waiting, ReceiptStatus.Checked, ReceiptStatus.Waiting,
            ReceiptStatus.Declined, ReceiptStatus.Checked])
        {
            subscriber = subscriber.Note(
                note with { Status = status, Reason = ReceiptReason.LeftProgramme, Bonuses = 5 }, Given.Now, Given.TheRules);
        }

        Assert.Equal(["sent", "waiting", "checked", "declined"], subscriber.History.Tail.Where(line => line.Type == "receipt").Select(line => line.Status));
        Assert.Empty(subscriber.Receipts!.Open);
        Assert.Equal(["receipt-declined"], subscriber.Messages());
    }

    [Fact]
    public void Day_until_which_it_is_asked_for_is_the_programmes()
    {
        // 00:30 in Moscow is the day before in UTC.
        var checkedBy = new DateTimeOffset(2026, 12, 10, 0, 30, 0, TimeSpan.FromHours(3)).ToUniversalTime();
        var note = Sent().ToNote() with { Status = ReceiptStatus.Waiting, CheckedBy = checkedBy };
        var subscriber = Given.Subscriber().Take(note, Given.Now, Given.TheRules).Value!.Note(note, Given.Now, Given.TheRules);
        Assert.Equal("It is asked for again until 2026-12-10", subscriber.History.Tail[^1].Reason);
    }

    [Theory]
    [InlineData(ReceiptReason.PromotionOver, "Milk was over: it ran from 2026-11-01 to 2026-11-20")]
    [InlineData(ReceiptReason.PromotionNotBegun, "Milk had not begun: it runs from 2026-11-01 to 2026-11-20")]
    [InlineData(ReceiptReason.OtherRegion, "Milk holds in other regions: 27, Хабаровск")]
    [InlineData(ReceiptReason.BelowMinSum, "Goods of Milk come to 99.50 RUB, and 300.00 RUB are needed")]
    [InlineData(ReceiptReason.OtherGoods, "No goods of a promotion are on it")]
    [InlineData(ReceiptReason.NoPromotion, "There is no promotion of this shop")]
    [InlineData(ReceiptReason.NoLines, "The receipt has no lines")]
    public void History_and_sms_say_which_condition_it_was_with_days_of_the_programmes_calendar(ReceiptReason reason, string words)
    {
        var missed = new MissedPromotion(
            "milk", "Milk", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(3)).ToUniversalTime(),
            new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.FromHours(3)).ToUniversalTime(), 300, 99.5m, ["27", "Хабаровск"]);
        var note = Sent().ToNote() with { Reason = reason, Missed = missed, Status = ReceiptStatus.Declined };
        var subscriber = Given.Subscriber().Take(Sent().ToNote(), Given.Now, Given.TheRules).Value!.Note(note, Given.Now, Given.TheRules);
        Assert.Equal(words, subscriber.History.Tail[^1].Reason);
    }

    [Fact]
    public void Day_has_a_limit_and_the_next_day_has_its_own()
    {
        var rules = Given.TheRules with { ReceiptsPerDay = 2 };
        var subscriber = Given.Subscriber();
        foreach (var id in (string[])["1", "1", "2"])
        {
            subscriber = subscriber.Take(Sent().ToNote() with { ReceiptId = id }, Given.Now, rules).Value!;
        }

        var third = Sent().ToNote() with { ReceiptId = "3" };
        Assert.Equal("too-many-receipts", subscriber.Take(third, Given.Now, rules).Rejection!.Type);
        Assert.True(subscriber.Take(third, Given.Now.AddDays(1), rules).Accepted);
    }

    private static Receipt Sent() => Reserve(Qr).Value!;

    private static Outcome<Receipt> Reserve(ReceiptQr qr) =>
        Receipt.Reserve(new ReceiptScan(Given.Id, qr), Given.Now, ProgrammeCalendar.Moscow);
}
