using Cashback.Api.Auth;
using Microsoft.AspNetCore.Authentication;

namespace Cashback.Api.PointOfSale;

internal static class ShopExtensions
{
    public static void AddShops(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GuessLimit>();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ShopKeyHandler>(Policies.Shop, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Shop, policy => policy
            .AddAuthenticationSchemes(Policies.Shop)
            .RequireClaim(CallerClaims.Shop)
            .RequireClaim(CallerClaims.ShopKey));
    }
}
