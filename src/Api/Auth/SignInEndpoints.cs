using System.Security.Claims;
using Cashback.Api.Account;
using Cashback.Api.Problems;
using Cashback.Phones;
using Cashback.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Auth;

/// <summary>Signing in with a code by SMS, and staying signed in.</summary>
internal static class SignInEndpoints
{
    private const int ReferralCodeLengthMax = 32;

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/v1/auth").WithTags("Signing in");
        auth.MapPost("/otp", RequestCodeAsync)
            .WithSummary("Sends a sign-in code by SMS. The answer is the same whether the number is known or not.");
        auth.MapPost("/token", SignInAsync)
            .WithSummary("Signs in with the code; the first time, registers. Five wrong codes end the challenge.")
            .ProducesProblem(401);
        auth.MapGatewaySignIn();
        auth.MapProofs();
        auth.MapPost("/refresh", RefreshAsync)
            .WithSummary("Trades a refresh token for a new pair. It works once; a second use later than 30 seconds after ends the sign-in.")
            .ProducesProblem(401);
        auth.MapPost("/logout", SignOutAsync)
            .WithSummary("Ends this sign-in; its tokens stop working at once.")
            .RequireAuthorization(Policies.Subscriber);
    }

    private static async Task<Results<Accepted<OtpBody>, ProblemHttpResult>> RequestCodeAsync(
        OtpRequest request, HttpContext context, IGrainFactory grains, ChallengeIds challengeIds, TimeProvider clock)
    {
        if (Faults(request.Locale, request.Email, request.ReferralCode) is { Count: > 0 } faults)
        {
            return Problem.Invalid(faults);
        }

        var wish = new SignInWish(request.Locale ?? "ru", EmailAddress.Read(request.Email), request.ReferralCode?.Trim());
        var requested = await grains.GetGrain<IPhoneGrain>(GrainKeys.Phone(request.Phone)).RequestCodeAsync(wish);
        if (requested.ChallengeId is { } challengeId)
        {
            return TypedResults.Accepted(
                (string?)null, new OtpBody(challengeIds.Seal(request.Phone, challengeId), requested.ExpiresAt, requested.NextAt));
        }

        context.Response.SayRetryAfter(requested.NextAt - clock.GetUtcNow());
        return requested.Sending switch
        {
            CodeSending.TooSoon => Problem.Of(429, "code-sent-recently", "A code was sent a moment ago; the header Retry-After says when to ask for another."),
            CodeSending.TooMany => Problem.Of(429, "too-many-codes", "This number has had its codes for today; the header Retry-After says when to ask for another."),
            _ => Problem.Of(503, "sms-unavailable", "The code could not be sent; ask for another in a moment."),
        };
    }

    private static async Task<Results<Ok<TokenBody>, ProblemHttpResult>> SignInAsync(
        TokenRequest request, HttpContext context, IGrainFactory grains, ChallengeIds challengeIds, AccessTokens access, RefreshTokens refresh)
    {
        if (SixDigits.Read(request.Code) is not { } code)
        {
            return Problem.Invalid("code", "The six digits of the SMS are expected.");
        }

        var verdict = challengeIds.TryOpen(request.ChallengeId, out var phone, out var challengeId)
            ? await grains.GetGrain<IPhoneGrain>(GrainKeys.Phone(phone)).SignInAsync(challengeId, code)
            : new SignInVerdict(CodeCheck.Ended);
        return verdict switch
        {
            { Session: { } session } => TypedResults.Ok(BodyOf(session, verdict.Registered, access, refresh)),
            { Check: CodeCheck.Wrong, TriesLeft: > 0 } => Unauthorized(
                context, "wrong-code", "The code is wrong.", new() { ["triesLeft"] = verdict.TriesLeft }),
            { Check: CodeCheck.Wrong } => Unauthorized(context, "wrong-code", "The code is wrong, and this was the last try; ask for another code.", new() { ["triesLeft"] = 0 }),
            _ => Unauthorized(context, "challenge-ended", "This code is used, too old or out of tries; ask for another one."),
        };
    }

    private static async Task<Results<Ok<TokenBody>, ProblemHttpResult>> RefreshAsync(
        RefreshRequest request, HttpContext context, IGrainFactory grains, AccessTokens access, RefreshTokens refresh)
    {
        var session = refresh.TryRead(request.RefreshToken, out var sessionId, out var number)
            ? await grains.GetGrain<ISessionGrain>(GrainKeys.Session(sessionId)).RefreshAsync(number)
            : null;
        return session is null
            ? Unauthorized(context, "sign-in-ended", "This refresh token does not work (any more); sign in again.")
            : TypedResults.Ok(BodyOf(session, registered: false, access, refresh));
    }

    private static async Task<NoContent> SignOutAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        await grains.GetGrain<ISessionGrain>(GrainKeys.Session(user.SessionId())).EndAsync();
        return TypedResults.NoContent();
    }

    public static Dictionary<string, LocalText[]> Faults(string? locale, string? email, string? referralCode)
    {
        var faults = new Dictionary<string, LocalText[]>();
        if (locale is not (null or "ru" or "en"))
        {
            faults["locale"] = ["Expected: ru, en."];
        }

        if (email is not null && EmailAddress.Read(email) is null)
        {
            faults["email"] = [EmailAddress.Expected];
        }

        if (referralCode is { Length: > ReferralCodeLengthMax })
        {
            faults["referralCode"] = [$"At most {ReferralCodeLengthMax} characters are expected."];
        }

        return faults;
    }

    public static TokenBody BodyOf(SessionTicket session, bool registered, AccessTokens access, RefreshTokens refresh) =>
        new(access.Make(session), refresh.Make(session), (int)AccessTokens.Life.TotalSeconds, session.SubscriberId, registered);

    public static ProblemHttpResult Unauthorized(HttpContext context, string name, LocalText detail, Dictionary<string, object?>? extensions = null)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(401, name, detail, extensions);
    }
}
