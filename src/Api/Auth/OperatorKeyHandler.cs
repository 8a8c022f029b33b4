using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Auth;

/// <summary>Operators by the key in <c>X-Api-Key</c>.</summary>
internal sealed class OperatorKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, OperatorKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Header = "X-Api-Key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(Header, out var given))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (given.Count != 1 || keys.NameOf(given.ToString()) is not { } name)
        {
            return Task.FromResult(AuthenticateResult.Fail("The key is not known."));
        }

        var identity = new ClaimsIdentity([new Claim(CallerClaims.Operator, name)], Scheme.Name, CallerClaims.Operator, roleType: null);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = $"ApiKey realm=\"operations\", header=\"{Header}\"";
        return Task.CompletedTask;
    }
}

/// <summary>The operators' keys, hashed.</summary>
internal sealed class OperatorKeys
{
    private const int KeyLengthMax = 256;
    private readonly Secrets _secrets;
    private readonly (string Name, KeyedHash Hash)[] _keys;

    public OperatorKeys(Secrets secrets, IOptions<OperationsSettings> settings, IHostEnvironment environment)
    {
        _secrets = secrets;
        var given = settings.Value.Keys.Select(key => (key.Key, OperationsSettings.Read(key.Value)));
        _keys = environment.IsDevelopment()
            ? [.. given, ("sample", OperationsSettings.Hashes(secrets, OperationsSettings.SampleKey)[0])]
            : [.. given];
    }

    /// <summary>Null if no operator has this key. Every key is compared in full, so the time tells nothing.</summary>
    public string? NameOf(string key)
    {
        if (key.Length is 0 or > KeyLengthMax)
        {
            return null;
        }

        var hashes = OperationsSettings.Hashes(_secrets, key);
        string? found = null;
        foreach (var (name, known) in _keys)
        {
            foreach (var hash in hashes)
            {
                found = known.IsSame(hash) ? name : found;
            }
        }

        return found;
    }
}
