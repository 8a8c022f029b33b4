namespace Cashback.Certificates;

/// <summary>One certificate to be bought for bonuses.</summary>
/// <param name="OrderId">Names the order among this subscriber's: the same again buys nothing more.</param>
/// <param name="Denomination">One of <see cref="Denominations"/>.</param>
[GenerateSerializer, Immutable, Alias("certificate-order")]
public sealed record CertificateOrder([property: Id(0)] string OrderId, [property: Id(1)] long Denomination);

/// <summary>A certificate as its owner sees it.</summary>
/// <param name="Id">In the account; c1, c2, … in the order of issue.</param>
/// <param name="Code">As it is typed at the till; null: it can't be shown any more, since the installation's secret has changed.</param>
[GenerateSerializer, Immutable, Alias("certificate-view")]
public sealed record CertificateView(
    [property: Id(0)] string Id,
    [property: Id(1)] long Denomination,
    [property: Id(2)] string? Code,
    [property: Id(3)] CertificateStatus Status,
    [property: Id(4)] DateTimeOffset IssuedAt,
    [property: Id(5)] Redemption? Use = null);

/// <summary>What leaving the programme brings, or would bring.</summary>
/// <param name="Left">False: refused, since without an e-mail address all of <paramref name="Sum"/> would be lost.</param>
/// <param name="Sum">What was held, in whole bonuses: the certificate's sum, or what is lost.</param>
/// <param name="Lost">What was lost of it.</param>
/// <param name="InPayout">Still with the billing system; what it refuses goes the same way as the sum.</param>
/// <param name="Email">Where the certificate goes; null: there is none.</param>
[GenerateSerializer, Immutable, Alias("exit-view")]
public sealed record ExitView(
    [property: Id(0)] bool Left,
    [property: Id(1)] long Sum,
    [property: Id(2)] long Lost,
    [property: Id(3)] long InPayout,
    [property: Id(4)] string? Email);
