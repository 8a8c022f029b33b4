using Cashback.Programme;
using Microsoft.AspNetCore.Authentication;

namespace Cashback.Api.Auth;

internal static class OperatorExtensions
{
    public static void AddOperators(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedSettings<OperationsSettings>(OperationsSettings.Section);
        builder.Services.AddSingleton<OperatorKeys>();
        builder.Services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, OperatorKeyHandler>(Policies.Operations, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Operations, policy => policy
            .AddAuthenticationSchemes(Policies.Operations)
            .RequireClaim(CallerClaims.Operator));
    }
}
