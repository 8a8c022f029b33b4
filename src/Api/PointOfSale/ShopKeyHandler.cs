using System.Security.Claims;
using System.Text.Encodings.Web;
using Cashback.Api.Auth;
using Cashback.Api.Problems;
using Cashback.Shops;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cashback.Api.PointOfSale;

/// <summary>Tills by their shop's key in <c>X-Api-Key</c>. The shop is asked at every request, so a revoked key stops at once.</summary>
internal sealed class ShopKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, IGrainFactory grains, Secrets secrets)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(OperatorKeyHandler.Header, out var given))
        {
            return AuthenticateResult.NoResult();
        }

        var key = given.ToString();
        if (given.Count != 1 || ShopKeys.ShopOf(key) is not { } shop || await FindKeyAsync(shop, key) is not { } keyId)
        {
            return AuthenticateResult.Fail("The key is not known.");
        }

        var identity = new ClaimsIdentity(
            [new Claim(CallerClaims.Shop, shop), new Claim(CallerClaims.ShopKey, keyId)], Scheme.Name, CallerClaims.Shop, roleType: null);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    /// <exception cref="ClusterAwayException">The shop could not be asked.</exception>
    private async Task<string?> FindKeyAsync(string shop, string key)
    {
        try
        {
            return await grains.GetGrain<IShopGrain>(GrainKeys.Shop(shop)).FindKeyAsync(ShopKeys.Hashes(secrets.ApiKeys, key));
        }
        catch (Exception failure)
        {
            throw new ClusterAwayException("The shop of a key could not be asked.", failure);
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = $"ApiKey realm=\"shops\", header=\"{OperatorKeyHandler.Header}\"";
        return Task.CompletedTask;
    }
}
