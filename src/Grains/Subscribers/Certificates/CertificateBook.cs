using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Certificates;

namespace Cashback.Subscribers;

/// <summary>
/// The newest certificates of a subscriber. Whole pages of older ones move out to grains of their own (<c>certs:SUB:N</c>), as
/// those of the history do, so that the record stays bounded however many are bought.
/// </summary>
internal sealed record CertificateBook
{
    public const int PageLength = 16;
    private const int UsesKept = 64;

    public static CertificateBook None { get; } = new();

    public long LastNumber { get; init; }

    /// <summary>Oldest first. Begins with the first one of a page.</summary>
    public ImmutableArray<OwnCertificate> Tail { get; init; } = [];

    /// <summary>The last ones of which it is known that they were used, so that a repeated report changes nothing.</summary>
    public ImmutableArray<string> UsesKnown { get; init; } = [];

    [JsonIgnore]
    public long FirstPage => PageOf(Tail.IsEmpty ? LastNumber + 1 : Tail[0].Number);

    /// <summary>A full page lies behind the newest one: it can move out.</summary>
    [JsonIgnore]
    public bool HasPageToMove => Tail.Length >= 2 * PageLength;

    public static long PageOf(long number) => (number - 1) / PageLength;

    public static string IdOf(long number) => $"c{number.Text()}";

    public OwnCertificate? FindOrder(string orderId) => Tail.FirstOrDefault(certificate => certificate.OrderId == orderId);

    public ImmutableArray<OwnCertificate> Page(long page) => [.. Tail.Where(certificate => PageOf(certificate.Number) == page)];

    public CertificateBook Add(OwnCertificate certificate) => this with { LastNumber = certificate.Number, Tail = Tail.Add(certificate) };

    public CertificateBook WithoutPage(long page) =>
        page == FirstPage && HasPageToMove ? this with { Tail = Tail.RemoveRange(0, PageLength) } : this;

    /// <summary>The same instance if that use is known.</summary>
    public CertificateBook KnowUse(string certificateId) => UsesKnown.Contains(certificateId) ? this : this with
    {
        UsesKnown = UsesKnown.Length < UsesKept ? UsesKnown.Add(certificateId) : UsesKnown.RemoveAt(0).Add(certificateId),
    };
}
