using Cashback.Subscribers;

namespace Cashback.Certificates;

/// <summary>
/// What a change of the master secret takes of a certificate: its code is found by the current secret's hash as well, and is
/// sealed with the current secret for its owner. The certificate itself stays where it is, under the hash that it was made
/// with: a code that moved could be used twice.
/// </summary>
internal static class CertificateResealing
{
    /// <returns>The certificate with its new seal; null: it has it already, or its code can't be opened any more.</returns>
    public static async Task<OwnCertificate?> ResealAsync(
        this CertificateCodes codes, IGrainFactory grains, string subscriberId, OwnCertificate own)
    {
        if (codes.IsCurrent(own.Hash, own.Sealed) || codes.Reseal(own.Hash, own.Sealed) is not { } resealed)
        {
            return null;
        }

        // First found, then sealed: who breaks off in between does both again.
        if (resealed.Hash != own.Hash)
        {
            await grains.GetGrain<ICertificateGrain>(GrainKeys.Certificate(resealed.Hash))
                .RedirectToAsync(
                    own.Hash, new CertificateIssue(CertificateBook.IdOf(own.Number), subscriberId, own.Denomination, own.IssuedAt));
        }

        return own with { Sealed = resealed.Sealed };
    }
}
