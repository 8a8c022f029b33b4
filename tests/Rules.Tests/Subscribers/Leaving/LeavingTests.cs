using Cashback.Certificates;
using Cashback.Payouts;
using Cashback.Programme;
using Cashback.Purchases;
using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>domain.md, "Leaving the programme".</summary>
public sealed class LeavingTests
{
    private static readonly CertificateCodes Codes = new(new Secrets(new byte[32]));

    [Fact]
    public void All_that_is_held_becomes_one_certificate_of_that_very_sum()
    {
        var left = Leave(Holding(available: 1_234, savings: 5_600).Accrued(77));

        Assert.Equal(new ExitView(true, 6_911, 0, 0, "a@b.ru"), left.ToExit());
        Assert.Equal((0, 6_911, 0), (left.Held, left.Balance.TotalCertificates, left.Balance.TotalLost));
        Assert.Equal(6_911, left.Outbox.Entries.OfType<IssueCertificate>().Single().Issue.Denomination);
        var letter = left.Outbox.Entries.OfType<SendMessage>().Single(message => message.Template == "certificate-letter");
        Assert.Equal(("a@b.ru", "6911"), (letter.Email, letter.Values["bonuses"]));
        Assert.True(CertificateCode.TryRead(Codes.Reveal(letter.Values["code"]), out _));
        Assert.Equal(0, left.History.Tail[^1].BalanceAfter);
    }

    [Fact]
    public void Without_an_address_it_is_refused_with_the_sum_until_the_loss_is_accepted()
    {
        var subscriber = Holding(available: 1_000, savings: 0) with { Email = null, EmailConfirmed = false };

        var refused = subscriber.RequestLeaving(false, null, Now, AtOnce);
        Assert.Same(subscriber, refused);
        Assert.Equal(new ExitView(false, 1_000, 0, 0, null), refused.ToExit());

        var left = Leave(subscriber, acceptLoss: true);
        Assert.Equal(new ExitView(true, 1_000, 1_000, 0, null), left.ToExit());
        Assert.Equal((0, 0, 1_000), (left.Held, left.Balance.TotalCertificates, left.Balance.TotalLost));
        Assert.Null(left.Certificates);
        Assert.Contains("left-lost", left.Messages());
    }

    [Fact]
    public void With_an_address_nothing_is_lost_whatever_was_accepted() =>
        Assert.Equal(0, Leave(Holding(available: 10, savings: 0), acceptLoss: true).Balance.TotalLost);

    [Theory]
    [InlineData(0)]
    [InlineData(-50)]
    public void Who_holds_nothing_leaves_without_a_certificate_and_without_being_asked(long available)
    {
        var left = Leave(Holding(available, savings: 0) with { Email = null, EmailConfirmed = false });

        Assert.NotNull(left.Left);
        Assert.Equal((0, available), (left.ToExit().Sum, left.Balance.Available));
        Assert.Empty(left.Outbox.Entries.OfType<IssueCertificate>());
    }

    [Fact]
    public void A_debt_is_paid_off_first() =>
        Assert.Equal(27, Leave(Holding(available: -50, savings: 0).Accrued(77)).ToExit().Sum);

    [Fact]
    public void Pending_purchases_end_and_nobody_waits_for_them()
    {
        var left = Leave(Holding(available: 0, savings: 0).Reported(Report(70)).Reported(Report(30, line: "2")));

        Assert.All(left.Purchases, purchase => Assert.Equal(PurchaseStatus.Declined, purchase.Status));
        Assert.Equal(0, left.ToAccount(TheRules).Balance.Pending);
        Assert.Same(left, left.Expire(left.The().Order, Now.AddYears(1)));
        Assert.Equal(2, left.History.Tail.Count(line => line is { Type: "purchase", Reason: "The subscriber left the programme" }));
    }

    [Fact]
    public void Leaving_twice_gives_the_first_result()
    {
        var once = Leave(Holding(available: 1_000, savings: 0));

        Assert.Same(once, once.RequestLeaving(true, null, Now.AddDays(1), AtOnce));
    }

    [Fact]
    public void Settlement_no_longer_runs()
    {
        var left = Leave(Holding(available: -50, savings: 0).Accrued(10));

        Assert.Same(left, left.Settled(Now.AddYears(1), TheRules));
        Assert.False(left.SettlementDue);
        Assert.Null(left.SettlementArmedFor);
    }

    public static TheoryData<ReportedStatus, ReportedStatus> Words => new()
    {
        { ReportedStatus.Created, ReportedStatus.Confirmed },
        { ReportedStatus.Confirmed, ReportedStatus.Declined },
        { ReportedStatus.Confirmed, ReportedStatus.OnHold },
        { ReportedStatus.Declined, ReportedStatus.Confirmed },
    };

    [Theory, MemberData(nameof(Words))]
    public void Later_word_about_a_known_line_is_recorded_once_and_moves_nothing(object before, object after)
    {
        var left = Leave(Holding(available: 1_000, savings: 0).Reported(Report(70, (ReportedStatus)before)));

        var told = left.Reported(Report(70, (ReportedStatus)after), Now.AddDays(3));

        Assert.Equal(left.Balance, told.Balance);
        Assert.Equal(0, told.Accrual.Earned);
        Assert.Equal(left.The().Status, told.The().Status);
        Assert.Equal(Purchase.Refused, told.The().Timeline[^1].Status);
        Assert.Equal("purchase", told.History.Tail[^1].Type);
        Assert.Same(told, told.Reported(Report(70, (ReportedStatus)after), Now.AddDays(4)));
    }

    [Fact]
    public void Amount_that_changes_later_moves_nothing()
    {
        var left = Leave(Holding(available: 0, savings: 0).Reported(Report(70, ReportedStatus.Confirmed)));

        var told = left.Reported(Report(7, ReportedStatus.Confirmed), Now.AddDays(3));

        Assert.Equal((left.Balance, 70L), (told.Balance, told.The().Credited));
        Assert.Same(left, left.Reported(Report(70, ReportedStatus.Confirmed), Now.AddDays(3)));
    }

    [Theory]
    [InlineData(ReportedStatus.Created)]
    [InlineData(ReportedStatus.Confirmed)]
    [InlineData(ReportedStatus.Declined)]
    public void Line_that_was_not_known_is_recorded_and_credits_nobody(object word)
    {
        var left = Leave(Holding(available: 0, savings: 0));

        var told = left.Reported(Report(70, (ReportedStatus)word), Now.AddDays(3));

        Assert.Equal((PurchaseStatus.Declined, 0L), (told.The().Status, told.The().Credited));
        Assert.Equal((0L, 0L), (told.Held, told.Balance.TotalCredited));
        Assert.Contains(told.Outbox.Entries.OfType<NotifyPurchase>(), tell => tell.New && tell.Order == told.The().Order);
    }

    [Fact]
    public void Nothing_is_credited_taken_back_or_bought_any_more()
    {
        var left = Leave(Holding(available: 0, savings: 0).Reported(Report(70, ReportedStatus.Confirmed)));

        Assert.Same(left, left.Report(new RewardReport("r", RewardKind.Receipt, 10, 1, "Shop"), Now, TheRules).Next);
        Assert.Equal("left-programme", left.ReverseByHand(left.The().Order, "why", Now).Rejection!.Type);
        Assert.Equal(left.Balance, left.Disown(left.The().Order, Now).Balance);
    }

    [Fact]
    public void Top_up_that_is_paid_after_leaving_is_paid()
    {
        var left = Leave(InPayout());

        Assert.Equal(1_000, left.ToExit().InPayout);
        var paid = left.PayoutAnswered(left.Payouts.Single().Request.PayoutId, new PayoutAnswer(true), Now);
        Assert.Equal((0L, 1_000L), (paid.Balance.InPayout, paid.Balance.TotalPaid));
        paid.AssertSound();
    }

    [Theory]
    [InlineData("a@b.ru", 1_000, 0)]
    [InlineData(null, 0, 1_000)]
    public void Top_up_that_is_refused_after_leaving_goes_the_way_of_the_rest(string? email, long certificates, long lost)
    {
        var left = Leave(InPayout() with { Email = email, EmailConfirmed = email is not null }, acceptLoss: true);

        var refused = left.PayoutAnswered(left.Payouts.Single().Request.PayoutId, new PayoutAnswer(false, "closed"), Now);
        Assert.Throws<InvalidOperationException>(refused.AssertSound);
        var paidOut = refused.PayOutOnLeaving(Codes.Make(), Now);

        paidOut.AssertSound();
        Assert.Equal((certificates, lost, 0L), (paidOut.Balance.TotalCertificates, paidOut.Balance.TotalLost, paidOut.Held));
        Assert.Equal((1_000L, lost), (paidOut.ToExit().Sum, paidOut.ToExit().Lost));
        Assert.Same(paidOut, paidOut.PayOutOnLeaving(Codes.Make(), Now));
    }

    private static readonly ProgrammeRules AtOnce = TheRules with { UndoWindow = TimeSpan.Zero };

    [Fact]
    public void What_is_in_payout_counts_and_is_lost_only_knowingly()
    {
        var subscriber = InPayout() with { Email = null, EmailConfirmed = false };

        var refused = subscriber.RequestLeaving(false, null, Now, TheRules);

        Assert.Same(subscriber, refused);
        Assert.Equal(new ExitView(false, 1_000, 0, 1_000, null), refused.ToExit());
        Assert.NotNull(subscriber.RequestLeaving(true, null, Now, AtOnce).Left);
    }

    [Fact]
    public void Address_that_was_not_confirmed_is_none()
    {
        var subscriber = Holding(available: 1_000, savings: 0) with { EmailConfirmed = false };

        Assert.Same(subscriber, subscriber.RequestLeaving(false, null, Now, TheRules));
    }

    [Fact]
    public void Leaving_takes_effect_after_ten_minutes_and_can_be_undone_before()
    {
        var subscriber = Holding(available: 1_000, savings: 0).Reported(Report(70));
        var asked = subscriber.RequestLeaving(false, "request", Now, TheRules);
        Assert.Equal((null, 1_000L, PurchaseStatus.Pending), (asked.Left, asked.Held, asked.The().Status));
        Assert.Equal(new ExitView(true, 1_000, 0, 0, "a@b.ru"), asked.ToExit());
        Assert.Same(asked, asked.RequestLeaving(true, null, Now, TheRules));

        var stayed = asked.CancelLeaving();
        Assert.Equal((null, 1_000L), (stayed.Departing, stayed.Held));
        Assert.Equal(["leaving", "leaving-undone"], stayed.Messages().TakeLast(2));

        Assert.Same(asked, asked.Settled(Now.AddMinutes(10).AddTicks(-1), TheRules));
        var left = asked.Settled(Now.AddMinutes(10), TheRules).PayOutOnLeaving(Codes.Make(), Now);
        left.AssertSound();
        Assert.Equal((null, "request", 0L, 1_000L), (left.Departing, left.Left!.RequestId, left.Held, left.Balance.TotalCertificates));
        Assert.Same(left, left.CancelLeaving());
    }

    [Fact]
    public void Month_that_ends_meanwhile_pays_nothing_out()
    {
        var asked = Holding(available: 1_000, savings: 0).RequestLeaving(false, null, Now, TheRules);

        Assert.Empty(asked.Settled(Now.AddMonths(1), TheRules).Payouts);
    }

    [Fact]
    public void Undone_address_calls_off_the_leaving_that_counted_on_it()
    {
        var subscriber = Holding(available: 1_000, savings: 0) with { Email = null, EmailConfirmed = false };
        var changed = subscriber.ChangeProfile(new ProfileChange("thief@example.ru", null, Proven: true), "ABCD2345", Now, TheRules).Value!;
        var leaving = changed.ConfirmEmail("thief@example.ru", "EFGH2345", Now, TheRules).Value!.RequestLeaving(false, null, Now, TheRules);

        var (undone, what) = leaving.Undo("abcd-2345", Now.AddMinutes(9), TheRules);

        Assert.Equal(("email", null, false, null), (what, undone.Email, undone.EmailConfirmed, undone.Departing));
        Assert.Equal(1_000, undone.Settled(Now.AddMinutes(20), TheRules).Held);
    }

    private static Subscriber Leave(Subscriber subscriber, bool acceptLoss = false)
    {
        var left = subscriber.RequestLeaving(acceptLoss, null, Now, AtOnce).PayOutOnLeaving(Codes.Make(), Now);
        left.AssertSound();
        return left;
    }

    private static Subscriber InPayout() => (Subscriber() with { Email = "a@b.ru", EmailConfirmed = true }).Accrued(1_000).SettledOn(2026, 12, 1);

    private static Subscriber Holding(long available, long savings) => Subscriber() with
    {
        Email = "a@b.ru",
        EmailConfirmed = true,
        Balance = new Balance
        {
            Available = available,
            Savings = savings,
            TotalCredited = Math.Max(0, available) + savings,
            TotalTakenBack = Math.Max(0, -available),
        },
    };
}
