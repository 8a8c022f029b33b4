using System.Security.Claims;
using System.Text.Encodings.Web;
using Cashback.Api.Auth;
using Cashback.Api.Problems;
using Cashback.Shops;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cashback.Api.PointOfSale;

/// <summary>Tills by their shop's key. The shop is asked at every request, so a revoked key stops at once.</summary>
internal sealed class ShopKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, IGrainFactory grains, Secrets secrets)
    : ApiKeyHandler(options, log, encoder)
{
    protected override string Realm => "shops";

    protected override async ValueTask<IReadOnlyList<Claim>?> FindAsync(string key) =>
        ShopKeys.ShopOf(key) is { } shop && await FindKeyAsync(shop, key) is { } keyId
            ? [new Claim(CallerClaims.Shop, shop), new Claim(CallerClaims.ShopKey, keyId)]
            : null;

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
}
