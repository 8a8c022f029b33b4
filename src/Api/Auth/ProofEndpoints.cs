using System.Security.Claims;
using Cashback.Api.Account;
using Cashback.Api.Problems;
using Cashback.Phones;
using Cashback.Proofs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Auth;

/// <param name="Purpose"><c>leave</c>, <c>change-email</c>, <c>goal:+79161234567</c> or <c>certificate-code:c1</c>: as the 401
/// named it.</param>
public sealed record ProofRequest(string Purpose);

/// <param name="ProofId">What the code is bound to.</param>
/// <param name="ExpiresAt">When the code stops working.</param>
/// <param name="ResendAfter">When another code for the same can be asked for.</param>
public sealed record ProofRequestedBody(string ProofId, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter);

/// <param name="Code">The six digits of the SMS, however they were pasted.</param>
public sealed record ProofCodeRequest(string Code);

/// <param name="Proof">To be sent as <c>Cashback-Proof</c> with the request that asked for it.</param>
/// <param name="ExpiresAt">When it stops working: ten minutes.</param>
public sealed record ProofBody(string Proof, string Purpose, DateTimeOffset ExpiresAt);

/// <param name="Phone">Of the account.</param>
/// <param name="Code">The code of the SMS that told of the change.</param>
public sealed record UndoRequest(Phone Phone, string Code);

/// <param name="Undone"><c>email</c> or <c>goal</c>.</param>
public sealed record UndoBody(string Undone);

/// <summary>Fresh proofs for what takes bonuses away, and undoing it.</summary>
internal static class ProofEndpoints
{
    private static readonly LocalText CodeExpected = new("The six digits of the SMS are expected.", "Нужны шесть цифр из SMS.");

    public static void MapProofs(this RouteGroupBuilder auth)
    {
        auth.MapPost("/proofs", RequestAsync)
            .RequireAuthorization(Policies.Subscriber)
            .WithSummary("Sends a code by SMS that proves afresh who asks, for one action.")
            .WithDescription("Purposes: leave, change-email (changing and confirming), goal:PHONE, certificate-code:ID. At most 10 codes an hour.");
        auth.MapPost("/proofs/{proofId}", ProveAsync)
            .RequireAuthorization(Policies.Subscriber)
            .WithSummary("Trades the code for a proof of ten minutes, for that action of this sign-in. Five wrong codes end it.");
        auth.MapPost("/undo", UndoAsync)
            .WithSummary("Undoes a change by the code of the SMS that told of it, without signing in. Leaving is undone by signing in again.");
    }

    private static async Task<Results<Accepted<ProofRequestedBody>, ProblemHttpResult>> RequestAsync(
        ProofRequest request, HttpContext context, ClaimsPrincipal user, IGrainFactory grains, TimeProvider clock)
    {
        if (ProofPurposes.Read(request.Purpose) is not { } purpose)
        {
            return Problem.Invalid("purpose", ProofPurposes.Expected);
        }

        var requested = await grains.Proofs(user).RequestAsync(user.SessionId(), purpose);
        return requested.ProofId is { } proofId
            ? TypedResults.Accepted((string?)null, new ProofRequestedBody(proofId, requested.ExpiresAt, requested.NextAt))
            : NotSent(requested, context, clock);
    }

    /// <summary>Why no code was sent.</summary>
    internal static ProblemHttpResult NotSent(ProofRequested requested, HttpContext context, TimeProvider clock)
    {
        context.Response.SetRetryAfter(requested.NextAt - clock.GetUtcNow());
        return requested.Sending switch
        {
            ProofSending.TooSoon => Problem.Of(429, "code-sent-recently", new(
                "A code was sent a moment ago; the header Retry-After says when to ask for another.",
                "Код только что отправлен; когда можно запросить новый, указано в заголовке Retry-After.")),
            ProofSending.TooMany => Problem.Of(429, "too-many-codes", new(
                "Too many codes were sent within an hour; the header Retry-After says when to ask for another.",
                "За час отправлено слишком много кодов; когда можно запросить новый, указано в заголовке Retry-After.")),
            ProofSending.NothingToProve => Problem.Of(409, "nothing-to-confirm", new(
                "There is no address that waits to be confirmed.",
                "Нет адреса, который ждёт подтверждения.")),
            _ => Problem.Of(503, "code-not-sent", new(
                "The code could not be sent; ask for another in a moment.",
                "Не удалось отправить код; запросите его ещё раз чуть позже.")),
        };
    }

    private static async Task<Results<Ok<ProofBody>, ProblemHttpResult>> ProveAsync(
        string proofId, ProofCodeRequest request, HttpContext context, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (SixDigits.Read(request.Code) is not { } code)
        {
            return Problem.Invalid("code", CodeExpected);
        }

        var verdict = await grains.Proofs(user).ProveAsync(user.SessionId(), proofId, code);
        return verdict.Right
            ? TypedResults.Ok(new ProofBody(verdict.Proof!, verdict.Purpose!, verdict.ExpiresAt!.Value))
            : Wrong(context, verdict);
    }

    internal static ProblemHttpResult Wrong(HttpContext context, ProofVerdict verdict) => verdict.TriesLeft is { } left
        ? SignInEndpoints.Unauthorized(context, "wrong-code", new("The code is wrong.", "Код неверный."), new() { ["triesLeft"] = left })
        : SignInEndpoints.Unauthorized(context, "challenge-ended", new(
            "This code is used, too old or out of tries; ask for another one.",
            "Код уже использован, устарел или попытки закончились; запросите новый код."));

    private static async Task<Results<Ok<UndoBody>, ProblemHttpResult>> UndoAsync(UndoRequest request, IGrainFactory grains)
    {
        var undone = await grains.GetGrain<IPhoneGrain>(GrainKeys.Phone(request.Phone)).GetSubscriberIdAsync() is { } subscriberId
            ? await grains.Subscriber(subscriberId).UndoAsync(request.Code)
            : null;
        return undone is null
            ? Problem.NotFound(new(
                "There is nothing to undo by this code; it works for ten minutes after the change.",
                "По этому коду отменить нечего; он действует десять минут после изменения."))
            : TypedResults.Ok(new UndoBody(undone));
    }
}
