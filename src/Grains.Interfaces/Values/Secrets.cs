using System.Security.Cryptography;
using System.Text;

namespace Cashback;

/// <summary>
/// All keys of the installation, derived from one secret of at least 32 bytes (<c>Cashback:Secret</c>, base64):
/// every process of a cluster must have the same. Changing it ends all sign-ins and makes old click ids unreadable.
/// </summary>
public sealed class Secrets(byte[] master)
{
    public byte[] ClickIds => Derive("click-ids");

    public byte[] AccessTokens => Derive("access-tokens");

    public byte[] Challenges => Derive("challenges");

    public byte[] SignInCodes => Derive("sign-in-codes");

    public byte[] RefreshTokens => Derive("refresh-tokens");

    /// <summary>For keys of partners and operators, which are stored hashed.</summary>
    public byte[] ApiKeys => Derive("api-keys");

    /// <summary>Encrypts the secrets of networks' signatures at rest.</summary>
    public byte[] NetworkSignatures => Derive("network-signatures");

    /// <summary>Makes the promo codes of subscribers.</summary>
    public byte[] PromoCodes => Derive("promo-codes");

    /// <summary>For numbers that must be known again though they are not kept.</summary>
    public byte[] NumberHashes => Derive("number-hashes");

    /// <summary>For codes of certificates, which are found by their hash.</summary>
    public byte[] CertificateHashes => Derive("certificate-hashes");

    /// <summary>Encrypts codes of certificates for their owners.</summary>
    public byte[] CertificateSeals => Derive("certificate-seals");

    /// <summary>Encrypts kept answers that hold a secret.</summary>
    public byte[] KeptAnswers => Derive("kept-answers");

    private byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.UTF8.GetBytes("cashback/" + purpose));
}
