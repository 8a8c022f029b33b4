using Cashback.Networks;

namespace Cashback.Installations;

/// <summary>The key of the hashes of numbers, as it is kept: encrypted with the master secret.</summary>
internal static class NumberKey
{
    private const string Purpose = "installation";
    private const string Name = "number-key";

    /// <summary>From the oldest secret in force: with it the hashes of before were made.</summary>
    public static byte[] Make(Secrets secrets) => Seal(secrets, secrets.NumberHashes.Find(secrets.Ids.Min())!);

    public static bool IsCurrent(Secrets secrets, byte[] packed) => SealedSecret.IsCurrent(secrets.NumberKeySeals, Purpose, Name, packed);

    /// <summary>0: of a secret that is not in force.</summary>
    public static int KeyIdOf(Secrets secrets, byte[] packed) => SealedSecret.KeyIdOf(secrets.NumberKeySeals, Purpose, Name, packed);

    public static byte[] Reseal(Secrets secrets, byte[] packed) => Seal(secrets, Open(secrets, packed));

    /// <exception cref="InvalidOperationException">It was sealed with a secret that is not in force any more.</exception>
    public static byte[] Open(Secrets secrets, byte[] packed) =>
        SealedSecret.Open(secrets.NumberKeySeals, Purpose, Name, packed) is { } key
            ? Convert.FromBase64String(key)
            : throw new InvalidOperationException("The key of the hashes of numbers was sealed with a secret that is not in force; put that secret back.");

    private static byte[] Seal(Secrets secrets, byte[] key) =>
        SealedSecret.Seal(secrets.NumberKeySeals, Purpose, Name, Convert.ToBase64String(key));
}
