using System.Security.Cryptography;
using System.Text;
using Cashback.Installations;

namespace Cashback.Phones;

/// <summary>
/// Numbers by which their owners are known again without the numbers being kept. A number that is not kept can't be hashed
/// anew, so the key of these hashes is made once for the installation and stays: it is kept encrypted, and only its seal
/// changes with the master secret.
/// </summary>
internal sealed class NumberHashes(IGrainFactory grains, Secrets secrets)
{
    private const int Bytes = 16;
    private volatile byte[]? _key;

    public async ValueTask<string> OfAsync(Phone phone)
    {
        var key = _key ??= NumberKey.Open(secrets, await grains.GetGrain<IInstallationGrain>(GrainKeys.Installation).GetNumberKeyAsync());
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(phone.E164)).AsSpan(0, Bytes));
    }
}
