using Cashback.Api.Problems;
using Cashback.Api.Telemetry;
using Cashback.Phones;
using Cashback.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cashback.Api.Auth;

/// <param name="ReferralCode">A friend's promo code; counts at registration only.</param>
/// <param name="Email">For letters; counts at registration only.</param>
/// <param name="Locale"><c>ru</c> (default) or <c>en</c>; counts at registration only.</param>
public sealed record GatewayRequest(string? ReferralCode = null, string? Email = null, string? Locale = null);

/// <summary>Signing in without a code: the operator's mobile gateway vouches for the number by a signed header.</summary>
internal static class GatewaySignInEndpoint
{
    public const string Header = "X-Cashback-Gateway";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(2);

    public static void MapGatewaySignIn(this RouteGroupBuilder auth) =>
        auth.MapPost("/gateway", SignInAsync)
            .WithSummary("Signs in a number that the operator's mobile gateway vouches for; the first time, registers.")
            .WithDescription(
                $"The header {Header} is made by the gateway: v1;key=NAME;phone=+79161234567;at=UNIX-SECONDS;nonce=RANDOM;sig=HEX, where sig is the "
                + "HMAC-SHA256 of all before \";sig=\". It lives a minute and works once: after any answer but 401 and 404 the gateway has to make a new "
                + "one. 404 where no gateway is set up.")
            .ProducesProblem(401)
            .ProducesProblem(404);

    private static async Task<Results<Ok<TokenBody>, ProblemHttpResult>> SignInAsync(
        [FromHeader(Name = Header)] string? assertion,
        GatewayRequest? request,
        HttpContext context,
        IGrainFactory grains,
        GatewayKeys keys,
        TimeProvider clock,
        AccessTokens access,
        RefreshTokens refresh,
        SecurityLog security)
    {
        if (keys.IsOff)
        {
            return Problem.NotFound(new("There is nothing at this address.", "По этому адресу ничего нет."));
        }

        var body = request ?? new GatewayRequest();
        if (SignInEndpoints.Faults(body.Locale, body.Email, body.ReferralCode) is { Count: > 0 } faults)
        {
            return Problem.Invalid(faults);
        }

        // One answer for all, so that it is of no help to a forger.
        if (assertion is null || !keys.TryRead(assertion, out var read) || !read.IsTimely(clock.GetUtcNow()))
        {
            security.SignInRefused(context, "gateway-refused");
            return SignInEndpoints.Unauthorized(context, "gateway-refused", new(
                "The gateway's header is missing, malformed, wrongly signed, used or too old.",
                "Заголовка шлюза нет, либо он испорчен, неверно подписан, уже использован или устарел."));
        }

        var verdict = await grains.GetGrain<IPhoneGrain>(GrainKeys.Phone(read.Phone)).SignInByGatewayAsync(
            read.Nonce, read.ValidUntil,
            new RegistrationDetails(body.Locale ?? "ru", EmailAddress.Read(body.Email), body.ReferralCode?.Trim()), DeviceName.Of(context));
        switch (verdict)
        {
            case { Session: { } session }:
                security.SignedIn(context, session.SubscriberId, "gateway", verdict.Registered);
                return TypedResults.Ok(SignInEndpoints.BodyOf(session, verdict.Registered, access, refresh, verdict.DeviceToken));
            case { Check: GatewayCheck.TooMany }:
                context.Response.SetRetryAfter(RetryAfter);
                return Problem.Of(429, "too-many-sign-ins", new(
                    "This number has signed in too often in the last minutes; the header Retry-After says when to come again.",
                    "С этого номера входили слишком часто; когда можно войти снова, указано в заголовке Retry-After."));
            default:
                security.SignInRefused(context, "gateway-refused", read.Phone);
                return SignInEndpoints.Unauthorized(context, "gateway-refused", new(
                    "The gateway's header is missing, malformed, wrongly signed, used or too old.",
                    "Заголовка шлюза нет, либо он испорчен, неверно подписан, уже использован или устарел."));
        }
    }
}
