using Cashback.Certificates;

namespace Cashback.Subscribers;

/// <summary>Certificates for bonuses.</summary>
internal sealed partial record Subscriber
{
    /// <summary>Null: never one.</summary>
    public CertificateBook? Certificates { get; init; }

    private CertificateBook CertificatesOrNone => Certificates ?? CertificateBook.None;

    public OwnCertificate? FindOrder(string orderId) => CertificatesOrNone.FindOrder(orderId);

    /// <summary>
    /// Savings first, then the available balance. A balance below zero is a debt that savings have to cover, too: only what
    /// is above it can be spent. What is with the billing system has left both and does not count.
    /// </summary>
    /// <param name="moved">What the order bought before, if that has moved out of the record since.</param>
    public Outcome<Subscriber> BuyCertificate(CertificateOrder order, NewCode code, DateTimeOffset now, OwnCertificate? moved = null)
    {
        if ((moved ?? CertificatesOrNone.FindOrder(order.OrderId)) is { } bought)
        {
            return bought.Denomination == order.Denomination ? this : AnotherOrder;
        }

        if (!Denominations.Has(order.Denomination))
        {
            return new Rejection(
                "unknown-denomination", new(
                    $"There are certificates of {string.Join(", ", Denominations.All)}.",
                    $"Есть сертификаты номиналом {string.Join(", ", Denominations.All)}."), RejectionKind.Unacceptable, "denomination");
        }

        var funds = Balance.Savings + Balance.Available;
        if (funds < order.Denomination)
        {
            return new Rejection("not-enough-bonuses", new(
                $"A certificate of {order.Denomination} needs as many bonuses; there are {Math.Max(0, funds)}.",
                $"Для сертификата на {order.Denomination} нужно столько же бонусов; сейчас их {Math.Max(0, funds)}."));
        }

        var fromSavings = Math.Min(Balance.Savings, order.Denomination);
        return (this with { Balance = Balance.BuyCertificate(fromSavings, order.Denomination - fromSavings) })
            .Issue(order.Denomination, code, order.OrderId, now, Texts.PaidFrom(fromSavings, order.Denomination - fromSavings))
            .Send("certificate-issued", ("code", CertificateCodes.ForMessage(code)), ("bonuses", order.Denomination.Text()));
    }

    /// <summary>
    /// The certificate was used by somebody who has the code. Known already, or no certificate of this subscriber: nothing
    /// changes.
    /// </summary>
    public Subscriber CertificateUsed(string certificateId, Redemption use, DateTimeOffset now)
    {
        var known = CertificatesOrNone.KnowUse(certificateId);
        return ReferenceEquals(known, CertificatesOrNone)
            ? this
            : (this with { Certificates = known })
                .Log(now, new("certificate", Texts.CertificateUsed, Texts.CertificatePaid(use.Applied)) { CertificateId = certificateId })
                .Send("certificate-used", ("bonuses", use.Applied.Text()));
    }

    public static Rejection AnotherOrder => new(
        "idempotency-key-reused", new(
            "This Idempotency-Key stands for a request with another body.",
            "Этот Idempotency-Key уже использован для запроса с другим телом."), RejectionKind.Unacceptable);

    /// <summary>The certificate's grain is notified by the outbox; the bonuses have left the balance.</summary>
    private Subscriber Issue(long sum, NewCode code, string? orderId, DateTimeOffset now, string reason)
    {
        var own = new OwnCertificate(CertificatesOrNone.LastNumber + 1, code.Hash, code.Sealed, sum, now, orderId);
        var id = CertificateBook.IdOf(own.Number);
        var next = this with
        {
            Certificates = CertificatesOrNone.Add(own),
            Outbox = Outbox.IssueCertificate(code.Hash, new CertificateIssue(id, Id, sum, now)),
        };
        return next.WithFullPageArchived().Log(now, new("certificate", Texts.CertificateIssued(sum), reason, -sum) { CertificateId = id });
    }

    /// <summary>The same certificate with a new seal. One that has moved out meanwhile is its page's.</summary>
    public Subscriber Resealed(OwnCertificate own) =>
        CertificatesOrNone.Tail.FirstOrDefault(known => known.Number == own.Number) is { } known
        ? this with { Certificates = CertificatesOrNone with { Tail = CertificatesOrNone.Tail.Replace(known, own) } }
        : this;

    /// <summary>A page of certificates is durable in a grain of its own.</summary>
    public Subscriber CertificatePageArchived(ArchiveCertificatePage entry)
    {
        var next = Without(entry) with { Certificates = CertificatesOrNone.WithoutPage(entry.Page) };
        return next.WithFullPageArchived();
    }

    private Subscriber WithFullPageArchived() => CertificatesOrNone.HasPageToMove
        ? this with { Outbox = Outbox.ArchiveCertificatePage(CertificatesOrNone.FirstPage) }
        : this;
}
