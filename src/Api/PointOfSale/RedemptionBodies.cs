using Cashback.Certificates;

namespace Cashback.Api.PointOfSale;

/// <param name="Denomination">Whole rubles.</param>
public sealed record CertificateLookBody(long Denomination, CertificateStatus Status);

/// <param name="Code">As it is typed: in any case, with or without spaces and dashes.</param>
public sealed record LookupBody(string Code);

/// <param name="Price">Of the device, in RUB, at least 2 rubles.</param>
/// <param name="DeviceId">IMEI or serial number: 4–64 letters, digits and - . _ / : characters; spaces do not matter, nor does
/// case. Any writing of one IMEI is one device.</param>
/// <param name="ReceiptId">The shop's own number of the sale, 1–64 characters.</param>
public sealed record RedemptionBody(Money Price, string DeviceId, string ReceiptId);

/// <inheritdoc cref="RedemptionBody"/>
/// <param name="Code">As it is typed: in any case, with or without spaces and dashes.</param>
public sealed record RedemptionByCodeBody(string Code, Money Price, string DeviceId, string ReceiptId);

/// <param name="Applied">Whole rubles that the certificate paid; the rest of it is lost.</param>
/// <param name="LeftToPay">Rubles that the buyer pays, with kopecks if the price has them.</param>
public sealed record RedemptionAnswer(long Applied, decimal LeftToPay)
{
    /// <remarks>Without idle zeros, so that a price in whole rubles leaves a whole number.</remarks>
    public static RedemptionAnswer Of(Redemption redemption) =>
        new(redemption.Applied, redemption.LeftToPay / 1.0000000000000000000000000000m);
}
