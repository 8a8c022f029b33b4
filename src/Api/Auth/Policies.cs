using System.Security.Claims;

namespace Cashback.Api.Auth;

/// <summary>Who may call: names of the authorization policies.</summary>
public static class Policies
{
    /// <summary>A signed-in subscriber (access token).</summary>
    public const string Subscriber = "subscriber";

    /// <summary>Operations (<c>X-Api-Key</c>).</summary>
    public const string Operations = "operations";
}

public static class CallerExtensions
{
    /// <summary>The signed-in subscriber. The id comes from the token only, never from a path or body.</summary>
    public static string SubscriberId(this ClaimsPrincipal user) =>
        user.FindFirstValue("sub") ?? throw new InvalidOperationException("No subscriber: the route lacks its policy.");
}
