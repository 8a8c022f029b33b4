using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cashback.Networks;

/// <summary>A message as it came, byte for byte.</summary>
/// <param name="Query">Without the question mark.</param>
/// <param name="Header">The value of a header; null: there is none.</param>
public sealed record RawMessage(string Query, ReadOnlyMemory<byte> Body, Func<string, string?> Header);

public enum SignatureVerdict
{
    Valid,

    /// <summary>A header that is needed is not there, or makes no sense.</summary>
    Missing,

    /// <summary>Its time is too far from now.</summary>
    Stale,

    /// <summary>No secret in force makes this signature.</summary>
    Wrong,
}

/// <summary>Checks that a message is the network's own. Any of the secrets in force will do: that is how they are rotated.</summary>
public static class SignatureCheck
{
    private const string Base64SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int HeaderMax = 2_000;
    private const int SignaturesMax = 10;

    public static SignatureVerdict Verify(
        NetworkSignature signature, IReadOnlyCollection<string> secrets, RawMessage message, DateTimeOffset now)
    {
        if (message.Header(signature.Header) is not { Length: > 0 and <= HeaderMax } given)
        {
            return SignatureVerdict.Missing;
        }

        string? time = null;
        if (signature.TimestampHeader is not null)
        {
            time = message.Header(signature.TimestampHeader);
            if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return SignatureVerdict.Missing;
            }

            if (Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > signature.ToleranceSeconds)
            {
                return SignatureVerdict.Stale;
            }
        }

        var id = signature.IdHeader is null ? null : message.Header(signature.IdHeader);
        if (signature.IdHeader is not null && id is not { Length: > 0 and <= HeaderMax })
        {
            return SignatureVerdict.Missing;
        }

        var content = ContentOf(signature.Content, message, id, time);
        var candidates = Candidates(signature, given).ToList();
        var valid = false;
        foreach (var secret in secrets)
        {
            var expected = Sign(signature.Hash, KeyOf(signature.Format, secret), content);

            // All are compared, so that the time taken tells nothing.
            foreach (var candidate in candidates)
            {
                valid |= CryptographicOperations.FixedTimeEquals(expected, candidate);
            }
        }

        return valid ? SignatureVerdict.Valid : SignatureVerdict.Wrong;
    }

    /// <summary>A secret that suits the signature: 32 random bytes.</summary>
    public static string MakeSecret(NetworkSignature? signature)
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        return signature is null or { Format: SignatureFormat.VersionedBase64 }
            ? Base64SecretPrefix + Convert.ToBase64String(bytes)
            : Convert.ToHexStringLower(bytes);
    }

    /// <summary>One that the network made: 16 to 200 visible characters, and after <c>whsec_</c> base64.</summary>
    public static bool IsSecret(string text) =>
        text.Length is >= 16 and <= 200 && text.All(c => c is > ' ' and < '\u007f')
        && (!text.StartsWith(Base64SecretPrefix, StringComparison.Ordinal) || TryDecode(text) is { Length: >= 16 });

    private static byte[] ContentOf(SignedContent content, RawMessage message, string? id, string? time) => content switch
    {
        SignedContent.Query => Encoding.UTF8.GetBytes(message.Query),
        SignedContent.TimestampAndBody => [.. Encoding.UTF8.GetBytes(time + "."), .. message.Body.Span],
        SignedContent.IdTimestampAndBody => [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. message.Body.Span],
        _ => message.Body.ToArray(),
    };

    /// <summary>Only Standard Webhooks have a form for a secret of bytes; with all others it is the text itself.</summary>
    private static byte[] KeyOf(SignatureFormat format, string secret) =>
        format == SignatureFormat.VersionedBase64 && TryDecode(secret) is { } bytes ? bytes : Encoding.UTF8.GetBytes(secret);

    private static byte[]? TryDecode(string secret)
    {
        if (!secret.StartsWith(Base64SecretPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Base64SecretPrefix.Length..], bytes, out var length) ? bytes[..length] : null;
    }

#pragma warning disable CA5350 // Networks choose the hash; an HMAC over SHA-1 is still no forger's work.
    private static byte[] Sign(SignatureHash hash, byte[] key, byte[] content) =>
        hash == SignatureHash.HmacSha1 ? HMACSHA1.HashData(key, content) : HMACSHA256.HashData(key, content);
#pragma warning restore CA5350

    private static IEnumerable<byte[]> Candidates(NetworkSignature signature, string given)
    {
        switch (signature.Format)
        {
            case SignatureFormat.VersionedBase64:
                return given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(SignaturesMax)
                    .Where(part => part.StartsWith(Version, StringComparison.Ordinal))
                    .SelectMany(part => FromBase64(part[Version.Length..]));
            case SignatureFormat.Base64:
                return FromBase64(given.Trim());
            case SignatureFormat.PrefixedHex:
                var prefix = signature.Hash == SignatureHash.HmacSha1 ? "sha1=" : "sha256=";
                return given.Trim().StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? FromHex(given.Trim()[prefix.Length..]) : [];
            default:
                return FromHex(given.Trim());
        }
    }

    private static byte[][] FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? [bytes[..length]] : [];
    }

    private static byte[][] FromHex(string text)
    {
        var bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out var length) == System.Buffers.OperationStatus.Done
            ? [bytes[..length]]
            : [];
    }
}
