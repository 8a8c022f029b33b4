using System.Security.Claims;
using Cashback.Api.Idempotency;
using Cashback.Api.Problems;
using Cashback.Api.Telemetry;
using Cashback.Phones;
using Cashback.Programme;
using Cashback.Sessions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;

namespace Cashback.Api.Auth;

internal static class SignInExtensions
{
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider => new ChallengeIds(provider.GetRequiredService<Secrets>().Challenges));
        services.AddSingleton(provider => new RefreshTokens(provider.GetRequiredService<Secrets>().RefreshTokens));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ProofOfWork>();
        services.AddCheckedSettings<GatewaySignInSettings>(GatewaySignInSettings.Section);
        services.AddSingleton<GatewayKeys>();
        services.AddAuthentication(Policies.Subscriber).AddJwtBearer(Policies.Subscriber, _ => { });
        services.AddOptions<JwtBearerOptions>(Policies.Subscriber).Configure<AccessTokens>((options, tokens) =>
        {
            options.MapInboundClaims = false;
            options.IncludeErrorDetails = false;
            options.TokenValidationParameters = tokens.Rules;
            options.Events = new JwtBearerEvents { OnTokenValidated = RefuseEndedSignInAsync, OnAuthenticationFailed = LogForgedAsync };
        });
        services.AddAuthorizationBuilder().AddPolicy(Policies.Subscriber, policy => policy
            .AddAuthenticationSchemes(Policies.Subscriber)
            .RequireClaim(CallerClaims.Subscriber)
            .RequireClaim(CallerClaims.Session));

        // Nothing here is protected by it; without this it writes key files into the home directory.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
    }

    /// <summary>A token outlives its sign-in by up to 15 minutes, so the sign-in itself is asked: it is a read of memory.</summary>
    private static async Task RefuseEndedSignInAsync(TokenValidatedContext context)
    {
        var sessionId = context.Principal?.FindFirstValue(CallerClaims.Session);
        var subscriberId = context.Principal?.FindFirstValue(CallerClaims.Subscriber);
        var grains = context.HttpContext.RequestServices.GetRequiredService<IGrainFactory>();
        if (sessionId is null || subscriberId is null || !await IsAliveAsync(context, grains, sessionId, subscriberId))
        {
            context.HttpContext.RequestServices.GetRequiredService<SecurityLog>().TokenRefused(context.HttpContext, "sign-in-ended");
            context.Fail("The sign-in has ended.");
        }
    }

    /// <summary>A token that is merely too old is everyday: its client trades it for a new one.</summary>
    private static Task LogForgedAsync(AuthenticationFailedContext context)
    {
        if (context.Exception is (SecurityTokenException or ArgumentException)
            and not (SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException))
        {
            context.HttpContext.RequestServices.GetRequiredService<SecurityLog>().TokenRefused(
                context.HttpContext, context.Exception.GetType().Name);
        }

        return Task.CompletedTask;
    }

    /// <exception cref="ClusterAwayException">It could not be asked: that is nobody's fault here, and no reason to be signed
    /// out.</exception>
    private static async Task<bool> IsAliveAsync(TokenValidatedContext context, IGrainFactory grains, string sessionId, string subscriberId)
    {
        try
        {
            return await grains.GetGrain<ISessionGrain>(GrainKeys.Session(sessionId)).GetSubscriberIdAsync() == subscriberId
                || await SignInEnds.IsAnsweredAsync(context.HttpContext, context.Principal!, grains);
        }
        catch (Exception failure)
        {
            throw new ClusterAwayException("The sign-in of an access token could not be asked.", failure);
        }
    }
}
