using System.Globalization;

namespace Cashback.Api.Auth;

/// <summary>Who may operate the programme. Section <c>Cashback:Operations</c>.</summary>
public sealed class OperationsSettings
{
    public const string Section = "Cashback:Operations";

    /// <summary>The key that Development has, and nothing else.</summary>
    public const string SampleKey = "sample-ops-key";

    /// <summary>
    /// Name → hash of the key, as <c>Cashback.Api hash-key</c> prints it: <c>ID:HASH</c>, or the hash alone where the first
    /// secret made it. The name stands in logs of who did what.
    /// </summary>
    public Dictionary<string, string> Keys { get; set; } = [];

    /// <summary>The keyed hash under which a key is kept: without the installation's secret nothing can be tried against it.</summary>
    public static IReadOnlyList<KeyedHash> Hashes(Secrets secrets, string key) => secrets.ApiKeys.Hashes("operations/" + key);

    public static string Text(KeyedHash hash) =>
        (hash.KeyId == Secrets.First ? "" : $"{hash.KeyId.ToString(CultureInfo.InvariantCulture)}:") + Convert.ToHexStringLower(hash.Hash);

    /// <exception cref="FormatException">It is not what <c>hash-key</c> prints.</exception>
    public static KeyedHash Read(string text) => text.Split(':') switch
    {
        [var hash] => new KeyedHash(Secrets.First, Convert.FromHexString(hash)),
        [var id, var hash] => new KeyedHash(int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture), Convert.FromHexString(hash)),
        _ => throw new FormatException("A hash of a key is ID:HASH, or the hash alone."),
    };
}
