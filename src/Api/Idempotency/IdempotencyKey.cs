using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Cashback.Api.Auth;

namespace Cashback.Api.Idempotency;

/// <summary>The header as clients write it: 1–128 printable characters, bare or in quotes.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int LengthMax = 128;

    /// <summary>Null if the header can't be used.</summary>
    public static string? Read(string header)
    {
        var key = header.Length > 2 && header[0] == '"' && header[^1] == '"' ? header[1..^1] : header;
        return key.Length is > 0 and <= LengthMax && key.All(character => character is > ' ' and < '\u007f') ? key : null;
    }

    /// <summary>The grain's key: a key belongs to one caller and one address, and is hashed as it may hold anything.</summary>
    public static string GrainKeyOf(ClaimsPrincipal caller, HttpRequest request, string key) =>
        GrainKeys.Idempotency(CallerOf(caller), Hash(Encoding.UTF8.GetBytes($"{request.Method} {request.Path.Value} {key}")));

    /// <summary>
    /// A name for the request that grains remember it by, so that the same one again after a crash changes nothing: from its
    /// key, or new where it has none.
    /// </summary>
    public static string RequestIdOf(HttpRequest request, IdSource ids) =>
        request.Headers.TryGetValue(Header, out var header) && Read(header.ToString()) is { } key ? RequestIdOf(key) : ids.Next();

    public static string RequestIdOf(string key) => Hash(Encoding.UTF8.GetBytes(key));

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string CallerOf(ClaimsPrincipal user) =>
        user.FindFirstValue(CallerClaims.Subscriber) is { } subscriber ? $"sub-{subscriber}"
        : user.FindFirstValue(CallerClaims.Shop) is { } shop ? $"shop-{shop}"
        : user.FindFirstValue(CallerClaims.Operator) is { } name ? $"ops-{name}"
        : "anyone";
}
