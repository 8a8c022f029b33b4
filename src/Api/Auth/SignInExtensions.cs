using Cashback.Api.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Cashback.Api.Auth;

internal static class SignInExtensions
{
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        builder.AddSecrets();
        builder.Services.AddAuthentication(Policies.Subscriber)
            .AddJwtBearer(Policies.Subscriber, _ => { });
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Subscriber, policy => policy
            .AddAuthenticationSchemes(Policies.Subscriber)
            .RequireClaim(CallerClaims.Subscriber)
            .RequireClaim(CallerClaims.Session));

        // Nothing here is protected by it; without this it writes key files into the home directory.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
    }

    public static void MapSignIn(this WebApplication app)
    {
    }
}
