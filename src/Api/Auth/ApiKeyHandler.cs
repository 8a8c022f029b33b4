using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Auth;

/// <summary>Callers by the key in <c>X-Api-Key</c>; whose key it is each audience finds out for itself.</summary>
internal abstract class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Header = "X-Api-Key";

    protected abstract string Realm { get; }

    /// <summary>Who the caller is, the claim with the name first; null: nobody has this key.</summary>
    protected abstract ValueTask<IReadOnlyList<Claim>?> FindAsync(string key);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.ContainsKey(Header))
        {
            return AuthenticateResult.NoResult();
        }

        if (Read(Request, Header) is not { } key || await FindAsync(key) is not { } claims)
        {
            return AuthenticateResult.Fail("The key is not known.");
        }

        var identity = new ClaimsIdentity(claims, Scheme.Name, claims[0].Type, roleType: null);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = $"ApiKey realm=\"{Realm}\", header=\"{Header}\"";
        return Task.CompletedTask;
    }

    /// <summary>The key in a header; null if it is not there exactly once.</summary>
    public static string? Read(HttpRequest request, string header) =>
        request.Headers.TryGetValue(header, out var given) && given.Count == 1 ? given.ToString() : null;
}
