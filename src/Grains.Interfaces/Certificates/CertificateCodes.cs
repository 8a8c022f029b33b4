using System.Security.Cryptography;
using System.Text;
using Cashback.Networks;

namespace Cashback.Certificates;

/// <summary>A code fresh from the generator, as it may be stored: hashed for look-up, sealed for its owner.</summary>
/// <param name="Hash">The key of its grain.</param>
/// <param name="Sealed">See <see cref="SealedSecret"/>; bound to the hash.</param>
public sealed record NewCode(string Hash, string Sealed);

/// <summary>
/// Codes at rest. By a hash with a key of the installation a code is found; for its owner, and for the message that brings
/// it, it is encrypted with another one. Who reads the store can redeem nothing.
/// </summary>
public sealed class CertificateCodes(Secrets secrets)
{
    private const string Purpose = "certificate";

    /// <summary>What begins a message's value that is sealed: <c>sealed:HASH:BASE64</c>.</summary>
    private const string SealedValue = "sealed:";

    public NewCode Make()
    {
        var code = CertificateCode.Make();
        var hash = HashOf(code);
        return new NewCode(hash, Convert.ToBase64String(SealedSecret.Seal(secrets.CertificateSeals, Purpose, hash, code)));
    }

    /// <param name="code">As <see cref="CertificateCode.TryRead"/> reads it.</param>
    public string HashOf(string code) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secrets.CertificateHashes, Encoding.ASCII.GetBytes(code)));

    /// <summary>The code as its owner is shown it; null: sealed with the secret of another installation.</summary>
    public string? Open(string hash, string sealedCode) =>
        SealedSecret.Open(secrets.CertificateSeals, Purpose, hash, Convert.FromBase64String(sealedCode)) is { } code
            ? CertificateCode.Show(code)
            : null;

    /// <summary>A message's value that only <see cref="Reveal"/> makes readable, at the moment the message is sent.</summary>
    public static string ForMessage(NewCode code) => $"{SealedValue}{code.Hash}:{code.Sealed}";

    public static bool IsSealed(string value) => value.StartsWith(SealedValue, StringComparison.Ordinal);

    /// <summary>A message's value in clear; one that was not sealed is as it is.</summary>
    public string Reveal(string value) =>
        IsSealed(value) && value.Split(':') is [_, var hash, var packed]
            ? Open(hash, packed) ?? throw new InvalidOperationException("A code was sealed with another Cashback:Secret.")
            : value;
}
