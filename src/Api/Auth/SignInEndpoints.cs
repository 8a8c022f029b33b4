using System.Security.Claims;
using Cashback.Api.Problems;
using Cashback.Api.Telemetry;
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
        auth.MapCodeRequests();
        auth.MapPost("/token", SignInAsync)
            .WithSummary("Signs in with the code; the first time, registers. Five wrong codes end the challenge.")
            .ProducesProblem(401);
        auth.MapGatewaySignIn();
        auth.MapProofs();
        auth.MapPost("/refresh", RefreshAsync)
            .WithSummary("Trades a refresh token for a new pair. It works once; within 30 seconds after, requests in parallel get the newest pair again; a later use ends the sign-in.")
            .ProducesProblem(401);
        auth.MapPost("/logout", SignOutAsync)
            .WithSummary("Ends this sign-in; its tokens stop working at once.")
            .RequireAuthorization(Policies.Subscriber);
    }

    private static async Task<Results<Ok<TokenBody>, ProblemHttpResult>> SignInAsync(
        TokenRequest request,
        HttpContext context,
        IGrainFactory grains,
        ChallengeIds challengeIds,
        AccessTokens access,
        RefreshTokens refresh,
        SecurityLog security)
    {
        if (SixDigits.Read(request.Code) is not { } code)
        {
            return Problem.Invalid("code", new LocalText("The six digits of the SMS are expected.", "Нужны шесть цифр из SMS."));
        }

        var isOurs = challengeIds.TryOpen(request.ChallengeId, out var phone, out var challengeId);
        var verdict = isOurs
            ? await grains.GetGrain<IPhoneGrain>(GrainKeys.Phone(phone)).SignInAsync(challengeId, code, DeviceName.Of(context))
            : new SignInVerdict(CodeCheck.Ended);
        if (verdict.Session is { } signedIn)
        {
            security.SignedIn(context, signedIn.SubscriberId, "code", verdict.Registered);
        }
        else
        {
            security.SignInRefused(context, verdict.Check is CodeCheck.Wrong ? "wrong-code" : "challenge-ended", isOurs ? phone : null);
        }

        return verdict switch
        {
            { Session: { } session } => TypedResults.Ok(BodyOf(session, verdict.Registered, access, refresh, verdict.DeviceToken)),
            { Check: CodeCheck.Wrong, TriesLeft: > 0 } => Unauthorized(
                context, "wrong-code", new("The code is wrong.", "Код неверный."), new() { ["triesLeft"] = verdict.TriesLeft }),
            { Check: CodeCheck.Wrong } => Unauthorized(context, "wrong-code", new("The code is wrong, and this was the last try; ask for another code.", "Код неверный, и попытки закончились; запросите новый код."), new() { ["triesLeft"] = 0 }),
            _ => Unauthorized(context, "challenge-ended", new("This code is used, too old or out of tries; ask for another one.", "Код уже использован, устарел или попытки закончились; запросите новый код.")),
        };
    }

    private static async Task<Results<Ok<TokenBody>, ProblemHttpResult>> RefreshAsync(
        RefreshRequest request, HttpContext context, IGrainFactory grains, AccessTokens access, RefreshTokens refresh, SecurityLog security)
    {
        var isOurs = refresh.TryRead(request.RefreshToken, out var sessionId, out var number);
        var session = isOurs
            ? await grains.GetGrain<ISessionGrain>(GrainKeys.Session(sessionId)).RefreshAsync(number)
            : null;
        if (session is null)
        {
            security.RefreshRefused(context, isOurs ? sessionId : null);
        }

        return session is null
            ? Unauthorized(context, "sign-in-ended", new("This refresh token does not work (any more); sign in again.", "Этот токен больше не действует; войдите снова."))
            : TypedResults.Ok(BodyOf(session, registered: false, access, refresh));
    }

    private static async Task<NoContent> SignOutAsync(ClaimsPrincipal user, HttpContext context, IGrainFactory grains, SecurityLog security)
    {
        await grains.GetGrain<ISessionGrain>(GrainKeys.Session(user.SessionId())).EndAsync();
        security.SignInsEnded(context, user.SubscriberId(), "signed out");
        return TypedResults.NoContent();
    }

    public static Dictionary<string, LocalText[]> Faults(string? locale, string? email, string? referralCode)
    {
        var faults = new Dictionary<string, LocalText[]>();
        if (locale is not (null or "ru" or "en"))
        {
            faults["locale"] = [new("Expected: ru, en.", "Возможные значения: ru, en.")];
        }

        if (email is not null && EmailAddress.Read(email) is null)
        {
            faults["email"] = [EmailAddress.Expected];
        }

        if (referralCode is { Length: > ReferralCodeLengthMax })
        {
            faults["referralCode"] = [new($"At most {ReferralCodeLengthMax} characters are expected.", $"Допустимо не больше {ReferralCodeLengthMax} символов.")];
        }

        return faults;
    }

    public static TokenBody BodyOf(
        SessionTicket session, bool registered, AccessTokens access, RefreshTokens refresh, string? deviceToken = null) =>
        new(
            access.Make(session), refresh.Make(session), (int)AccessTokens.Life.TotalSeconds, session.SubscriberId, registered,
            deviceToken);

    public static ProblemHttpResult Unauthorized(
        HttpContext context, string name, LocalText detail, Dictionary<string, object?>? extensions = null)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(401, name, detail, extensions);
    }
}
