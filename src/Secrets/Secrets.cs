using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Cashback;

/// <summary>
/// All keys of the installation, derived from its master secrets (<c>Cashback:Secrets:ID</c>, or the one of <c>Cashback:Secret</c>):
/// every process of a cluster must have the same. New hashes, seals, signatures and ids are made with the current one and
/// name it; what any of the others has made is still read.
/// </summary>
public sealed class Secrets
{
    /// <summary>The id of <c>Cashback:Secret</c>, and of whatever names no key.</summary>
    public const int First = KeyedHash.FirstKeyId;

    /// <summary>An id has four bits of a click id, and 0 names none.</summary>
    public const int IdMax = 15;

    private readonly FrozenDictionary<int, byte[]> _masters;

    public Secrets(byte[] master)
        : this(new Dictionary<int, byte[]> { [First] = master }, First)
    {
    }

    public Secrets(IReadOnlyDictionary<int, byte[]> masters, int current)
    {
        if (!masters.ContainsKey(current) || masters.Keys.Any(id => id is < First or > IdMax))
        {
            throw new ArgumentException($"The ids of secrets are {First} to {IdMax}, and the current one is one of them.", nameof(masters));
        }

        _masters = masters.ToFrozenDictionary();
        Current = current;
        (ClickIds, AccessTokens, Challenges, SignInCodes) = (Derive("click-ids"), Derive("access-tokens"), Derive("challenges"), Derive("sign-in-codes"));
        (RefreshTokens, ApiKeys, NetworkSignatures) = (Derive("refresh-tokens"), Derive("api-keys"), Derive("network-signatures"));
        (PromoCodes, NumberHashes, NumberKeySeals) = (Derive("promo-codes"), Derive("number-hashes"), Derive("number-key-seals"));
        (CertificateHashes, CertificateSeals, KeptAnswers) = (Derive("certificate-hashes"), Derive("certificate-seals"), Derive("kept-answers"));
        (DeviceTokens, ProofOfWork) = (Derive("device-tokens"), Derive("proof-of-work"));
    }

    /// <summary>The id of the secret with which everything new is made.</summary>
    public int Current { get; }

    /// <summary>Of all secrets in force, the current one first, then from the highest down.</summary>
    public IReadOnlyList<int> Ids => [Current, .. _masters.Keys.Where(id => id != Current).OrderDescending()];

    public KeyRing ClickIds { get; }

    public KeyRing AccessTokens { get; }

    public KeyRing Challenges { get; }

    public KeyRing SignInCodes { get; }

    public KeyRing RefreshTokens { get; }

    /// <summary>For tokens by which a device that has signed in is known again.</summary>
    public KeyRing DeviceTokens { get; }

    /// <summary>For challenges of the proof of work.</summary>
    public KeyRing ProofOfWork { get; }

    /// <summary>For keys of partners, shops and operators, which are stored hashed.</summary>
    public KeyRing ApiKeys { get; }

    /// <summary>Encrypts the secrets of networks' signatures at rest.</summary>
    public KeyRing NetworkSignatures { get; }

    /// <summary>Makes the promo codes of subscribers; one that was made stays as it is.</summary>
    public KeyRing PromoCodes { get; }

    /// <summary>From it the key of the hashes of numbers is made, once for the installation.</summary>
    public KeyRing NumberHashes { get; }

    /// <summary>Encrypts the key of the hashes of numbers.</summary>
    public KeyRing NumberKeySeals { get; }

    /// <summary>For codes of certificates, which are found by their hash.</summary>
    public KeyRing CertificateHashes { get; }

    /// <summary>Encrypts codes of certificates for their owners.</summary>
    public KeyRing CertificateSeals { get; }

    /// <summary>Encrypts kept answers that hold a secret.</summary>
    public KeyRing KeptAnswers { get; }

    private KeyRing Derive(string purpose) => new(
        _masters.ToDictionary(
            master => master.Key,
            master => HKDF.DeriveKey(HashAlgorithmName.SHA256, master.Value, 32, info: Encoding.UTF8.GetBytes("cashback/" + purpose))),
        Current);
}
