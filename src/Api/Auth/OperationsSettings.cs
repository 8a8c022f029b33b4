using System.Globalization;
using Cashback.Programme;

namespace Cashback.Api.Auth;

/// <summary>Who may operate the programme. Section <c>Cashback:Operations</c>.</summary>
public sealed class OperationsSettings : ICheckedSettings
{
    public const string Section = "Cashback:Operations";

    /// <summary>
    /// Name → hash of the key, as <c>Cashback.Api hash-key</c> prints it: <c>ID:HASH</c>, or the hash alone where the first
    /// secret made it. The name stands in logs of who did what.
    /// </summary>
    public Dictionary<string, string> Keys { get; set; } = [];

    /// <summary>The keyed hash under which a key is kept: without the installation's secret nothing can be tried against it.</summary>
    public static IReadOnlyList<KeyedHash> Hashes(Secrets secrets, string key) => secrets.ApiKeys.Hashes("operations/" + key);

    public static string Text(KeyedHash hash) =>
        (hash.KeyId == Secrets.First ? "" : $"{hash.KeyId.ToString(CultureInfo.InvariantCulture)}:") + Convert.ToHexStringLower(hash.Hash);

    public IEnumerable<string> Faults()
    {
        foreach (var (name, _) in Keys.Where(key => !IsHash(key.Value)))
        {
            // The text itself is left out: it may be the key after all.
            yield return $"Keys:{name} is no hash of a key; make one with: Cashback.Api hash-key";
        }
    }

    private static bool IsHash(string text)
    {
        try
        {
            return Read(text).Hash.Length > 0;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <exception cref="FormatException">It is not what <c>hash-key</c> prints.</exception>
    public static KeyedHash Read(string text) => text.Split(':') switch
    {
        [var hash] => new KeyedHash(Secrets.First, Convert.FromHexString(hash)),
        [var id, var hash] => new KeyedHash(int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture), Convert.FromHexString(hash)),
        _ => throw new FormatException("A hash of a key is ID:HASH, or the hash alone."),
    };
}
