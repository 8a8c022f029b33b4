using Orleans.Concurrency;

namespace Cashback.Certificates;

/// <summary>
/// One promo code until it is used, key <c>cert:HASH-OF-CODE</c>. It is redeemed with the code, once.
/// </summary>
[Alias("certificate")]
public interface ICertificateGrain : IGrainWithStringKey
{
    /// <summary>The certificate begins. Repeated: changes nothing.</summary>
    [Alias("issue")]
    Task IssueAsync(CertificateIssue issue);

    /// <summary>
    /// The hash of the same code by a newer secret leads to the certificate from now on: calls to it here are answered
    /// there. Repeated: changes nothing.
    /// </summary>
    /// <param name="hash">The key of the certificate itself.</param>
    [Alias("lead")]
    Task RedirectToAsync(string hash, CertificateIssue issue);

    /// <summary>Null: no certificate has this code.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<CertificateState?> GetAsync();

    /// <summary>
    /// Pays for a device with the certificate: at most the price less 1 ruble; what is left of it is lost. The same
    /// request again, by its id: the first answer; after a failure with an exception it completes what was begun.
    /// Refused: unknown-certificate, certificate-used, device-has-certificate, price-too-low, idempotency-key-reused.
    /// </summary>
    [Alias("redeem")]
    Task<Outcome<Redemption>> RedeemAsync(RedemptionRequest request);
}

/// <param name="CertificateId">Its id in the account of its first owner.</param>
/// <param name="Denomination">Whole bonuses = rubles.</param>
[GenerateSerializer, Immutable, Alias("certificate-issue")]
public sealed record CertificateIssue(
    [property: Id(0)] string CertificateId,
    [property: Id(1)] string SubscriberId,
    [property: Id(2)] long Denomination,
    [property: Id(3)] DateTimeOffset IssuedAt);

[GenerateSerializer, Alias("certificate-status")]
public enum CertificateStatus
{
    /// <summary>Made and not used: it can be redeemed.</summary>
    Issued,

    Used,
}

/// <param name="Use">For <see cref="CertificateStatus.Used"/>.</param>
[GenerateSerializer, Immutable, Alias("certificate-state")]
public sealed record CertificateState(
    [property: Id(0)] long Denomination, [property: Id(1)] CertificateStatus Status, [property: Id(2)] Redemption? Use = null);

/// <param name="RequestId">Names this very request of this shop: the same again is answered as the first time.</param>
/// <param name="Price">Of the device, in rubles.</param>
/// <param name="DeviceId">The device's serial number or IMEI: one certificate a device.</param>
/// <param name="ReceiptId">The shop's own number of the sale.</param>
[GenerateSerializer, Immutable, Alias("redemption-request")]
public sealed record RedemptionRequest(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string ShopId,
    [property: Id(2)] decimal Price,
    [property: Id(3)] string DeviceId,
    [property: Id(4)] string ReceiptId);

/// <param name="Applied">Whole rubles that the certificate pays.</param>
/// <param name="LeftToPay">Rubles that the buyer pays.</param>
[GenerateSerializer, Immutable, Alias("redemption")]
public sealed record Redemption([property: Id(0)] long Applied, [property: Id(1)] decimal LeftToPay, [property: Id(2)] DateTimeOffset At);
