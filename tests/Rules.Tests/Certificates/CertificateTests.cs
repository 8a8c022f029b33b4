using Cashback.Certificates;

namespace Cashback.Rules.Tests.Certificates;

/// <summary>domain.md, "Certificates": what one pays at the till.</summary>
public sealed class CertificateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly CertificateIssue Issue = new("c1", "01KAAAAAAAAAAAAAAAAAAAAAAA", 5_000, Now);

    public static TheoryData<long, decimal, long, decimal> Payments => new()
    {
        { 5_000, 14_990m, 5_000, 9_990m },
        { 15_000, 14_990m, 14_989, 1m },
        { 15_000, 14_990.50m, 14_989, 1.50m },
        { 15_000, 15_000m, 14_999, 1m },
        { 15_000, 15_001m, 15_000, 1m },
        { 15_000, 15_000.99m, 14_999, 1.99m },
        { 100, 2m, 1, 1m },
        { 100, 2.99m, 1, 1.99m },
        { 80_000, 999_999m, 80_000, 919_999m },
    };

    [Theory, MemberData(nameof(Payments))]
    public void Certificate_pays_at_most_the_price_less_one_ruble(long denomination, decimal price, long pays, decimal left)
    {
        var used = Use(new Certificate(Issue with { Denomination = denomination }), Request(price: price));

        Assert.Equal((pays, left), (used.Use!.Result.Applied, used.Use.Result.LeftToPay));
    }

    [Theory]
    [InlineData("1.99")]
    [InlineData("1")]
    [InlineData("0.01")]
    public void Price_of_which_nothing_can_be_paid_is_refused(string price)
    {
        var refused = new Certificate(Issue).Begin(Request(price: decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(("price-too-low", RejectionKind.Unacceptable, "price"), (refused.Rejection!.Type, refused.Rejection.Kind, refused.Rejection.Field));
    }

    [Fact]
    public void Used_certificate_can_not_be_used_again()
    {
        var used = Use(new Certificate(Issue), Request());

        Assert.Equal("certificate-used", used.Begin(Request("other")).Rejection!.Type);
        Assert.Same(used, used.Finish(Now.AddDays(1)));
        Assert.Equal(CertificateStatus.Used, used.View().Status);
    }

    [Fact]
    public void Same_request_again_finds_the_first_answer_and_another_body_is_refused()
    {
        var used = Use(new Certificate(Issue), Request());

        Assert.Same(used, used.Begin(Request()).Value);
        Assert.Equal("idempotency-key-reused", used.Begin(Request() with { DeviceId = "OTHER" }).Rejection!.Type);
        Assert.Equal("idempotency-key-reused", used.Begin(Request(price: 9_000)).Rejection!.Type);
        Assert.Equal("idempotency-key-reused", new Certificate(Issue, Attempt: Request()).Begin(Request(price: 9_000)).Rejection!.Type);
    }

    [Fact]
    public void Attempt_that_was_given_up_leaves_the_certificate_as_it_was() =>
        Assert.Equal(new Certificate(Issue), new Certificate(Issue).Begin(Request()).Value!.GiveUp());

    [Fact]
    public void Another_certificate_never_takes_the_place_of_one()
    {
        Assert.Equal(new Certificate(Issue), new Certificate(Issue).Continue(Issue));
        Assert.Throws<InvalidOperationException>(() => new Certificate(Issue).Continue(Issue with { CertificateId = "c2" }));
    }

    private static RedemptionRequest Request(string id = "r1", decimal price = 14_990) => new(id, "shop", price, "DEVICE", "R-1");

    private static Certificate Use(Certificate certificate, RedemptionRequest request) => certificate.Begin(request).Value!.Finish(Now);
}
