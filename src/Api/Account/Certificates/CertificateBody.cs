using System.Text.Json.Serialization;
using Cashback.Certificates;

namespace Cashback.Api.Account;

/// <param name="Denomination">Whole bonuses, one of those that there are.</param>
public sealed record CertificateRequest(long Denomination);

/// <summary>A certificate for a smartphone in the operator's shops.</summary>
/// <param name="Denomination">Whole rubles that it is worth.</param>
/// <param name="Code">To be typed at the till; whoever has it can use it. In lists hidden but for its end. Null: it can't be
/// shown any more.</param>
/// <param name="Applied">What it paid, once it is used; the rest of it was lost.</param>
public sealed record CertificateBody(
    string Id,
    long Denomination,
    string? Code,
    CertificateStatus Status,
    DateTimeOffset IssuedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? UsedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Applied)
{
    /// <summary>A code hidden but for its end, by which its owner tells it from others.</summary>
    public static string? Hidden(string? code) =>
        code is null ? null : string.Concat(code[..^2].Select(character => character == '-' ? '-' : '*')) + code[^2..];

    public static CertificateBody Of(CertificateView certificate) => new(
        certificate.Id,
        certificate.Denomination,
        certificate.Code,
        certificate.Status,
        certificate.IssuedAt,
        certificate.Use?.At,
        certificate.Use?.Applied);
}

/// <param name="AcceptLoss">That without an e-mail address all bonuses are lost is understood.</param>
public sealed record ExitRequest(bool AcceptLoss = false);

/// <summary>What leaving brought.</summary>
/// <param name="Sum">Of the certificate that goes out by e-mail; 0 without one. Whole bonuses = rubles.</param>
/// <param name="Lost">What was lost, without an e-mail address.</param>
/// <param name="InPayout">Still with the billing system: paid, or, if refused, on its way as the sum was.</param>
public sealed record ExitBody(long Sum, long Lost, long InPayout)
{
    public static ExitBody Of(ExitView exit) => new(exit.Sum - exit.Lost, exit.Lost, exit.InPayout);
}
