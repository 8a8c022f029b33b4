using System.Collections.Immutable;
using Cashback.Storage;
using Orleans.Concurrency;

namespace Cashback.Certificates;

/// <summary>A full page of a subscriber's older certificates, key <c>certs:ULID:N</c>: written once, then only read.</summary>
[Alias("certificate-page")]
internal interface ICertificatePageGrain : IGrainWithStringKey
{
    /// <summary>The first write is kept; a repetition changes nothing.</summary>
    [Alias("write")]
    Task WriteAsync(ImmutableArray<OwnCertificate> certificates);

    /// <summary>Oldest first; empty if the page was never written.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<ImmutableArray<OwnCertificate>> GetAsync();

    /// <summary>Seals the codes with the current master secret. Repeated: changes nothing.</summary>
    [Alias("reseal")]
    Task ResealAsync();
}

/// <summary>A certificate in the account of who bought it.</summary>
/// <param name="Number">Counts up from 1 in each account.</param>
/// <param name="Hash">Of its code: the key of its grain.</param>
/// <param name="Sealed">Its code, for its owner.</param>
/// <param name="OrderId">The order that bought it; null: it was not bought.</param>
[GenerateSerializer, Immutable, Alias("own-certificate")]
internal sealed record OwnCertificate(
    [property: Id(0)] long Number,
    [property: Id(1)] string Hash,
    [property: Id(2)] string Sealed,
    [property: Id(3)] long Denomination,
    [property: Id(4)] DateTimeOffset IssuedAt,
    [property: Id(5)] string? OrderId = null);

internal sealed record CertificatePage(ImmutableArray<OwnCertificate> Certificates);

[CollectionAgeLimit(Minutes = 2)]
internal sealed class CertificatePageGrain(
    [PersistentState(StateNames.CertificatePage, StorageNames.Ledger)] IPersistentState<Stored<CertificatePage>> state,
    CertificateCodes codes)
    : RecordGrain<CertificatePage>(state), ICertificatePageGrain
{
    public Task WriteAsync(ImmutableArray<OwnCertificate> certificates) => SaveAsync(Record ?? new CertificatePage(certificates));

    public async Task ResealAsync()
    {
        if (await FindRecordAsync() is not { } page)
        {
            return;
        }

        var subscriberId = GrainKeys.IdOf(this.GetPrimaryKeyString()).Split(':')[0];
        foreach (var own in page.Certificates)
        {
            page = await codes.ResealAsync(GrainFactory, subscriberId, own) is { } resealed
                ? new CertificatePage(page.Certificates.Replace(own, resealed))
                : page;
        }

        await SaveAsync(page);
    }

    public async Task<ImmutableArray<OwnCertificate>> GetAsync() => (await FindRecordAsync())?.Certificates ?? [];
}
