using Cashback.Api.Hosting;

namespace Cashback.Api.Auth;

internal static class SignInExtensions
{
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        builder.AddSecrets();
        builder.Services.AddAuthentication();
    }

    public static void MapSignIn(this WebApplication app)
    {
    }
}
