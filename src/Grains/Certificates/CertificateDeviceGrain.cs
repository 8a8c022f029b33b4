using Cashback.Storage;

namespace Cashback.Certificates;

/// <summary>Which certificate pays for a device, key <c>certdevice:HASH-OF-ID</c>: one for each device, in all shops together.</summary>
[Alias("certificate-device")]
internal interface ICertificateDeviceGrain : IGrainWithStringKey
{
    /// <summary>Claims the device for a certificate. Repeated by the same one: still true.</summary>
    /// <returns>False: another certificate has it.</returns>
    [Alias("claim")]
    Task<bool> ClaimAsync(string codeHash);

    /// <summary>A claim that came to nothing ends. One of another certificate stays.</summary>
    [Alias("release")]
    Task ReleaseAsync(string codeHash);
}

/// <param name="Certificate">Hash of the code of the certificate that claims it; null: free again.</param>
internal sealed record CertificateDevice(string? Certificate);

[CollectionAgeLimit(Minutes = 2)]
internal sealed class CertificateDeviceGrain(
    [PersistentState(StateNames.CertificateDevice, StorageNames.Records)] IPersistentState<Stored<CertificateDevice>> state)
    : RecordGrain<CertificateDevice>(state), ICertificateDeviceGrain
{
    public async Task<bool> ClaimAsync(string codeHash)
    {
        if (Record?.Certificate is { } holder)
        {
            return holder == codeHash;
        }

        await SaveAsync(new CertificateDevice(codeHash));
        return true;
    }

    public Task ReleaseAsync(string codeHash) =>
        Record?.Certificate == codeHash ? SaveAsync(new CertificateDevice(null)) : Task.CompletedTask;
}
