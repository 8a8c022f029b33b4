using System.Security.Claims;

namespace Cashback.Api.Operations;

internal static class CallerNames
{
    /// <summary>The name of the operator's key, for the log. Never the key itself.</summary>
    public static string Caller(this ClaimsPrincipal user) => user.Identity?.Name ?? "(unnamed)";
}
