using System.Text.Json.Serialization;

namespace Cashback.Certificates;

/// <summary>A certificate's use.</summary>
internal sealed record CertificateUse(RedemptionRequest Request, Redemption Result);

/// <summary>One promo code until it is used.</summary>
/// <param name="Attempt">A use that has begun: the device is being claimed. It is completed by the same request, or given up.</param>
/// <param name="RedirectsTo">The hash under which the certificate itself is kept; null: this is it.</param>
/// <param name="OwnerNotified">The subscriber has taken over that it was used.</param>
internal sealed record Certificate(
    CertificateIssue Issue,
    RedemptionRequest? Attempt = null,
    CertificateUse? Use = null,
    [property: JsonPropertyName("ownerTold")] bool OwnerNotified = false,
    [property: JsonPropertyName("leadsTo")] string? RedirectsTo = null)
{
    private const long PriceMin = 2;

    public CertificateState View() =>
        new(Issue.Denomination, Use is null ? CertificateStatus.Issued : CertificateStatus.Used, Use?.Result);

    /// <summary>The same issue again goes on with the certificate.</summary>
    /// <exception cref="InvalidOperationException">Another certificate has this code: money must not follow it.</exception>
    public Certificate Continue(CertificateIssue issue) => issue == Issue
        ? this
        : throw new InvalidOperationException($"The code of certificate {issue.CertificateId} of {issue.SubscriberId} is another certificate's.");

    /// <summary>Begins a use. A certificate that this very request has used comes back as it is: its answer stands.</summary>
    public Outcome<Certificate> Begin(RedemptionRequest request)
    {
        if (Use is { } use)
        {
            return use.Request == request ? this
                : use.Request.RequestId == request.RequestId ? Reused
                : new Rejection("certificate-used", new("This certificate has been used already.", "Этот сертификат уже использован."));
        }

        if (Attempt is { } begun && begun.RequestId == request.RequestId && begun != request)
        {
            return Reused;
        }

        return request.Price < PriceMin
            ? new Rejection(
                "price-too-low", new(
                    $"A certificate pays at most the price less 1 ruble, so the price must be at least {PriceMin} rubles.",
                    $"Сертификат оплачивает не больше цены минус 1 рубль, поэтому цена должна быть не меньше {PriceMin} рублей."),
                RejectionKind.Unacceptable, "price")
            : this with { Attempt = request };
    }

    /// <summary>The device is this certificate's: it is used. What has been used stays as it is.</summary>
    public Certificate Finish(DateTimeOffset now)
    {
        if (Use is not null || Attempt is not { } request)
        {
            return this;
        }

        var applied = Applied(Issue.Denomination, request.Price);
        return this with { Attempt = null, Use = new CertificateUse(request, new Redemption(applied, request.Price - applied, now)) };
    }

    public Certificate GiveUp() => this with { Attempt = null };

    public Certificate NotifiedOwner() => this with { OwnerNotified = true };

    /// <summary>At most the price less 1 ruble, in whole rubles; what is left over of the certificate is lost.</summary>
    public static long Applied(long denomination, decimal price) => Math.Min(denomination, (long)decimal.Floor(price - 1));

    private static Rejection Reused => new(
        "idempotency-key-reused", new(
            "This Idempotency-Key stands for a request with another body.",
            "Этот Idempotency-Key уже использован для запроса с другим телом."), RejectionKind.Unacceptable);
}
