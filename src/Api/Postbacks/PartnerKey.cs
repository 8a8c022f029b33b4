using Cashback.Api.Auth;

namespace Cashback.Api.Postbacks;

/// <summary>A partner's key where the network can send a header: addresses are written into logs on their way, headers are not.</summary>
internal static class PartnerKey
{
    public const string Header = "X-Partner-Key";
    private const string Bearer = "Bearer ";

    /// <param name="networkAndKey">What follows <c>/postbacks</c>.</param>
    public static bool IsInPath(ReadOnlySpan<char> networkAndKey)
    {
        var parts = networkAndKey.Trim('/');
        var end = parts.IndexOf('/');
        return end >= 0 && parts[(end + 1)..] is not "batch";
    }

    /// <summary>From the header of its own, else from <c>Authorization: Bearer</c>; null: in neither.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.ContainsKey(Header) ? ApiKeyHandler.Read(request, Header)
        : request.Headers.Authorization.ToString() is var given
            && given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? given[Bearer.Length..].Trim()
        : null;
}
