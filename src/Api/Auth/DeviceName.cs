using Cashback.Api.Json;

namespace Cashback.Api.Auth;

/// <summary>What the owner of an account sees of a device in the list of sign-ins.</summary>
internal static class DeviceName
{
    private const int LengthMax = 200;

    public static string? Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString().Trim();
        var text = agent.Length > LengthMax ? agent[..LengthMax] : agent;
        return text.Length > 0 && CleanText.Is(text) ? text : null;
    }
}
