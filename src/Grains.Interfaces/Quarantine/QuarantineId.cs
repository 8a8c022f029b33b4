using System.Security.Cryptography;
using System.Text;

namespace Cashback.Quarantine;

/// <summary>Names a quarantined message by its content, whatever the order of its parameters.</summary>
public static class QuarantineId
{
    private const int Bytes = 16;

    public static string Of(string network, string channel, IReadOnlyDictionary<string, string> parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, network);
        Append(hash, channel);
        foreach (var (name, value) in parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(hash, name);
            Append(hash, value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }

    public static bool IsId(string? text) =>
        text is { Length: Bytes * 2 } && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    // The length goes first, so that no two different messages are the same bytes.
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
