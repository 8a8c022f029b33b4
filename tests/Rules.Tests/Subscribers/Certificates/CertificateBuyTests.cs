using Cashback.Certificates;
using Cashback.Payouts;
using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>domain.md, "Certificates": what one costs whom.</summary>
public sealed class CertificateBuyTests
{
    private static readonly CertificateCodes Codes = new(new Secrets(new byte[32]));

    public static TheoryData<long> AllDenominations =>
        [100, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000];

    [Theory, MemberData(nameof(AllDenominations))]
    public void Each_denomination_can_be_bought_for_as_many_bonuses(long denomination)
    {
        var bought = Buy(With(savings: denomination, available: 0), denomination).Value!;

        bought.AssertSound();
        Assert.Equal((0, denomination), (bought.Held, bought.Balance.TotalCertificates));
        Assert.Equal("not-enough-bonuses", Buy(With(savings: denomination - 1, available: 0), denomination).Rejection!.Type);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-100)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(4_000)]
    [InlineData(35_000)]
    [InlineData(90_000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Anything_else_is_refused_with_the_list(long denomination)
    {
        var refused = Buy(With(savings: 100_000, available: 100_000), denomination).Rejection!;

        Assert.Equal(("unknown-denomination", RejectionKind.Unacceptable), (refused.Type, refused.Kind));
        Assert.Contains("100, 500, 1000, 2000, 3000, 5000, 10000, 15000, 20000, 25000, 30000, 40000, 50000, 60000, 70000, 80000", refused.Detail.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5_000, 700, 3_000, 2_000, 700)]
    [InlineData(2_500, 700, 3_000, 0, 200)]
    [InlineData(0, 3_000, 3_000, 0, 0)]
    [InlineData(3_000, 0, 3_000, 0, 0)]
    [InlineData(3_500, -500, 3_000, 500, -500)]
    public void Savings_pay_first_and_then_the_available_balance(
        long savings, long available, long denomination, long savingsLeft, long availableLeft)
    {
        var bought = Buy(With(savings, available), denomination).Value!;

        bought.AssertSound();
        Assert.Equal((savingsLeft, availableLeft), (bought.Balance.Savings, bought.Balance.Available));
    }

    [Theory]
    [InlineData(3_000, -1)]
    [InlineData(2_500, 499)]
    [InlineData(0, -50)]
    public void Savings_have_to_cover_a_debt_too(long savings, long available) =>
        Assert.Equal("not-enough-bonuses", Buy(With(savings, available), 3_000).Rejection!.Type);

    [Fact]
    public void What_is_in_payout_or_accrued_this_month_can_not_be_spent()
    {
        var inPayout = Subscriber().Accrued(1_000).SettledOn(2026, 12, 1);
        Assert.Equal(1_000, inPayout.Balance.InPayout);
        Assert.Equal("not-enough-bonuses", Buy(inPayout, 500).Rejection!.Type);

        var accrued = inPayout.PayoutAnswered(inPayout.Payouts.Single().Request.PayoutId, new PayoutAnswer(true), Now).Accrued(1_000, "more");
        Assert.Equal("not-enough-bonuses", Buy(accrued, 500).Rejection!.Type);
    }

    [Fact]
    public void Same_order_again_buys_nothing_more_and_another_sum_under_its_name_is_refused()
    {
        var once = Buy(With(savings: 10_000, available: 0), 3_000).Value!;

        Assert.Same(once, Buy(once, 3_000).Value);
        Assert.Equal("idempotency-key-reused", Buy(once, 2_000).Rejection!.Type);
        Assert.Equal(4_000, Buy(once, 3_000, "another order").Value!.Balance.Savings);
    }

    [Fact]
    public void Purchase_stands_in_the_history_and_the_code_goes_out_by_sms_sealed()
    {
        var bought = Buy(With(savings: 2_000, available: 1_500), 3_000).Value!;

        var line = bought.History.Tail[^1];
        Assert.Equal(("certificate", -3_000L, 500L, "c1"), (line.Type, line.Bonuses, line.BalanceAfter, line.CertificateId));
        Assert.Equal(("Certificate of 3000 RUB", "From savings: 2000, from the available balance: 1000"), (line.Title, line.Reason));
        var sms = bought.Outbox.Entries.OfType<SendMessage>().Single(message => message.Template == "certificate-issued");
        var shown = Codes.Reveal(sms.Values["code"]);
        Assert.True(CertificateCode.TryRead(shown, out var code));
        var issue = bought.Outbox.Entries.OfType<IssueCertificate>().Single();
        Assert.Equal(
            (Codes.HashOf(code), 3_000L, "c1", Id),
            (issue.CodeHash, issue.Issue.Denomination, issue.Issue.CertificateId, issue.Issue.SubscriberId));
        Assert.DoesNotContain(
            shown, System.Text.Json.JsonSerializer.Serialize(bought, Cashback.Storage.StateJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void Use_is_told_once()
    {
        var bought = Buy(With(savings: 3_000, available: 0), 3_000).Value!;
        var use = new Redemption(2_989, 1, Now);

        var told = bought.CertificateUsed("c1", use, Now);

        Assert.Equal(("Certificate used", "It paid 2989 RUB of a purchase"), (told.History.Tail[^1].Title, told.History.Tail[^1].Reason));
        Assert.Contains("certificate-used", told.Messages());
        Assert.Same(told, told.CertificateUsed("c1", use, Now.AddDays(1)));
    }

    [Fact]
    public void Record_stays_bounded_for_a_heavy_buyer()
    {
        var subscriber = With(savings: 100_000, available: 0);
        for (var number = 1; number <= 500; number++)
        {
            subscriber = Buy(subscriber, 100, $"o{number}").Value!;
            foreach (var move in subscriber.Outbox.Entries.OfType<ArchiveCertificatePage>())
            {
                Assert.Equal(CertificateBook.PageLength, subscriber.Certificates!.Page(move.Page).Length);
                subscriber = subscriber.Delivered(new EntryDelivered(move.Id), Now);
            }

            Assert.InRange(subscriber.Certificates!.Tail.Length, 1, 2 * CertificateBook.PageLength);
        }

        Assert.Equal(500, subscriber.Certificates!.LastNumber);
    }

    private static Subscriber With(long savings, long available) => Subscriber() with
    {
        Balance = new Balance { Savings = savings, Available = available, TotalCredited = savings + available },
    };

    private static Outcome<Subscriber> Buy(Subscriber subscriber, long denomination, string order = "o") =>
        subscriber.BuyCertificate(new CertificateOrder(order, denomination), Codes.Make(), Now);
}
