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
    private const string SealedValue = SealedSecret.TextPrefix;

    public NewCode Make()
    {
        var code = CertificateCode.Make();
        var hash = HashOf(code);
        return new NewCode(hash, Seal(hash, code));
    }

    /// <summary>With the current secret.</summary>
    /// <param name="code">As <see cref="CertificateCode.TryRead"/> reads it.</param>
    public string HashOf(string code) => HashesOf(code)[0];

    /// <summary>Under each secret in force, the current one first: a certificate is found by one of them.</summary>
    public IReadOnlyList<string> HashesOf(string code) =>
        [.. secrets.CertificateHashes.Hashes(code).Select(hash => Convert.ToHexStringLower(hash.Hash))];

    /// <summary>Whether the code is sealed with the current secret.</summary>
    public bool IsCurrent(string hash, string sealedCode) =>
        SealedSecret.IsCurrent(secrets.CertificateSeals, Purpose, hash, Convert.FromBase64String(sealedCode));

    /// <summary>
    /// The code's seal by the current secret, and the hash under which it is found with that; null: it can't be opened any
    /// more.
    /// </summary>
    public NewCode? Reseal(string hash, string sealedCode) =>
        SealedSecret.Open(secrets.CertificateSeals, Purpose, hash, Convert.FromBase64String(sealedCode)) is { } code
            ? new NewCode(HashOf(code), Seal(hash, code))
            : null;

    /// <summary>The code as its owner is shown it; null: sealed with a secret that is not in force.</summary>
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
            ? Open(hash, packed) ?? throw new InvalidOperationException("A code was sealed with a secret that is not in force.")
            : value;

    /// <summary>The id of the secret with which a code is sealed; 0: of one that is not in force.</summary>
    public static int KeyIdOf(Secrets secrets, string hash, string sealedCode) =>
        SealedSecret.KeyIdOf(secrets.CertificateSeals, Purpose, hash, Convert.FromBase64String(sealedCode));

    /// <summary>The same of a message's value; null: it is not sealed.</summary>
    public static int? KeyIdOf(Secrets secrets, string value) =>
        IsSealed(value) && value.Split(':') is [_, var hash, var packed] ? KeyIdOf(secrets, hash, packed) : null;

    private string Seal(string hash, string code) =>
        Convert.ToBase64String(SealedSecret.Seal(secrets.CertificateSeals, Purpose, hash, code));
}
