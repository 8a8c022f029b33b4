using System.Security.Claims;

namespace Cashback.Api.Auth;

/// <summary>Who may call: names of the authorization policies.</summary>
public static class Policies
{
    /// <summary>A signed-in subscriber (access token).</summary>
    public const string Subscriber = "subscriber";

    /// <summary>Operations (<c>X-Api-Key</c>).</summary>
    public const string Operations = "operations";

    /// <summary>The till of a shop (<c>X-Api-Key</c>).</summary>
    public const string Shop = "shop";
}

public static class CallerExtensions
{
    /// <summary>The signed-in subscriber. The id comes from the token only, never from a path or body.</summary>
    public static string SubscriberId(this ClaimsPrincipal user) =>
        user.FindFirstValue(CallerClaims.Subscriber) ?? throw new InvalidOperationException("No subscriber: the route lacks its policy.");

    /// <summary>The sign-in that the access token belongs to.</summary>
    public static string SessionId(this ClaimsPrincipal user) =>
        user.FindFirstValue(CallerClaims.Session) ?? throw new InvalidOperationException("No sign-in: the route lacks its policy.");

    /// <summary>The shop whose till calls.</summary>
    public static string ShopId(this ClaimsPrincipal user) =>
        user.FindFirstValue(CallerClaims.Shop) ?? throw new InvalidOperationException("No shop: the route lacks its policy.");

    /// <summary>The id of the till's key.</summary>
    public static string ShopKeyId(this ClaimsPrincipal user) =>
        user.FindFirstValue(CallerClaims.ShopKey) ?? throw new InvalidOperationException("No shop: the route lacks its policy.");

    /// <summary>The name of the operator's key, for the log of who did what.</summary>
    public static string OperatorName(this ClaimsPrincipal user) =>
        user.FindFirstValue(CallerClaims.Operator) ?? throw new InvalidOperationException("No operator: the route lacks its policy.");
}

internal static class CallerClaims
{
    public const string Subscriber = "sub";
    public const string Session = "sid";
    public const string Operator = "operator";
    public const string Shop = "shop";
    public const string ShopKey = "shopkey";
}
