using Cashback.Claims;
using Cashback.Purchases;
using Cashback.Rules.Tests.Subscribers;
using Cashback.Subscribers;

namespace Cashback.Rules.Tests.Claims;

public sealed class ClaimTests
{
    private static readonly (string Id, DateTimeOffset At) Click = ("click", Given.Now);

    [Theory]
    [InlineData(0, ClaimStatus.Waiting)]
    [InlineData(47, ClaimStatus.Waiting)]
    [InlineData(48, ClaimStatus.Open)]
    [InlineData(720, ClaimStatus.Open)]
    public void Early_claim_waits_until_it_can_go(int hours, ClaimStatus status)
    {
        var claim = File(Given.Subscriber(), Given.Now.AddHours(hours)).Value.Claim;

        Assert.Equal(status, claim.Status);
        Assert.Equal(Given.Now.AddHours(Math.Max(hours, 48)), claim.GoesAt);
    }

    [Fact]
    public void Claim_after_the_last_day_is_refused() =>
        Assert.Equal("claim-too-late", File(Given.Subscriber(), Given.Now.AddDays(30).AddTicks(1)).Rejection!.Type);

    [Fact]
    public void Store_sets_its_own_window_or_takes_none()
    {
        var own = Filing() with { Terms = new ClaimTerms(FromHours: 0, UntilDays: 2) };
        Assert.Equal(ClaimStatus.Open, File(Given.Subscriber(), Given.Now, own).Value.Claim.Status);
        Assert.Equal("claim-too-late", File(Given.Subscriber(), Given.Now.AddDays(3), own).Rejection!.Type);
        Assert.Equal("claims-not-taken", File(Given.Subscriber(), Given.Now, Filing() with { Terms = new ClaimTerms(false) }).Rejection!.Type);
    }

    [Fact]
    public void At_most_five_a_day_are_taken()
    {
        var subscriber = Given.Subscriber();
        for (var order = 1; order <= 5; order++)
        {
            subscriber = File(subscriber, Given.Now, Filing($"A-{order}")).Value.Next;
        }

        Assert.Equal("too-many-claims", File(subscriber, Given.Now, Filing("A-6")).Rejection!.Type);
        Assert.True(File(subscriber, Given.Now.AddDays(1), Filing("A-6")).Accepted);
    }

    [Fact]
    public void Same_claim_again_is_the_same_and_another_of_the_order_is_refused()
    {
        var (subscriber, claim) = File(Given.Subscriber(), Given.Now).Value;

        Assert.Equal((subscriber, claim), File(subscriber, Given.Now.AddHours(1)).Value);
        Assert.Equal("claim-exists", File(subscriber, Given.Now, Filing() with { Amount = Money.Rubles(7) }).Rejection!.Type);
        Assert.Equal("claim-exists", File(subscriber, Given.Now, Filing("# a-1") with { Amount = Money.Rubles(7) }).Rejection!.Type);
    }

    [Theory]
    [InlineData(ReportedStatus.Created, "purchase-known")]
    [InlineData(ReportedStatus.Confirmed, "purchase-known")]
    [InlineData(ReportedStatus.Declined, "purchase-known")]
    public void Order_that_the_store_has_reported_needs_no_claim(ReportedStatus status, string refusal)
    {
        var known = Given.Subscriber().Reported(Given.Report(10, status)).The().ToView();

        Assert.Equal(refusal, Given.Subscriber().File(Filing(), Click, known, Given.Now, Given.TheRules).Rejection!.Type);
    }

    [Fact]
    public void Expired_purchase_can_be_claimed_for_thirty_days_from_its_end()
    {
        var due = Given.Now.AddDays(60);
        var known = Given.Subscriber().Reported(Given.Report(10)).Expire(Given.Report(10).Order, due).The().ToView();
        Assert.Equal(PurchaseStatus.Expired, known.Status);

        var claim = Given.Subscriber().File(Filing(), Click, known, due, Given.TheRules).Value.Claim;

        Assert.Equal((ClaimStatus.Open, known.Id), (claim.Status, claim.PurchaseId));
        Assert.Equal("claim-too-late", Given.Subscriber().File(Filing(), Click, known, due.AddDays(31), Given.TheRules).Rejection!.Type);
    }

    [Fact]
    public void Steps_stand_in_the_history_once_and_the_answer_goes_out_once()
    {
        var (subscriber, claim) = File(Given.Subscriber(), Given.Now).Value;
        foreach (var status in (ClaimStatus[])[ClaimStatus.Open, ClaimStatus.Open, ClaimStatus.Declined, ClaimStatus.Found,
            ClaimStatus.Declined])
        {
            subscriber = subscriber.Note(claim with { Status = status, Reason = "Returned" }, Given.Now);
        }

        Assert.Equal(["filed", "open", "declined"], subscriber.History.Tail.Where(line => line.Type == "claim").Select(line => line.Status));
        Assert.Equal(["claim-declined"], subscriber.Messages());
        Assert.Empty(subscriber.Claims!.Open);
    }

    [Fact]
    public void Order_of_a_day_before_the_visit_is_refused_and_one_of_the_same_day_is_not()
    {
        var day = Given.TheRules.Calendar.Local(Click.At).Date;
        var midnight = new DateTimeOffset(day, TimeSpan.FromHours(3));

        Assert.True(File(Given.Subscriber(), Given.Now, Filing() with { OrderedAt = midnight }).Accepted);
        var refused = File(Given.Subscriber(), Given.Now, Filing() with { OrderedAt = midnight.AddTicks(-1) }).Rejection!;
        Assert.Equal(("order-before-visit", "orderedAt"), (refused.Type, refused.Field));
    }

    private static ClaimFiling Filing(string order = "A-1") =>
        new("shop", Click.Id, order, Money.Rubles(1_000), Given.Now, null, "Shop", "admitad");

    private static Outcome<(Subscriber Next, Claim Claim)> File(Subscriber subscriber, DateTimeOffset now, ClaimFiling? filing = null) =>
        subscriber.File(filing ?? Filing(), Click, null, now, Given.TheRules);
}
