using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Problems;
using Cashback.Proofs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <param name="ExpiresAt">When the code stops working.</param>
/// <param name="ResendAfter">When another one can be asked for.</param>
public sealed record EmailCodeBody(DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter);

/// <param name="Code">The six digits of the letter, however they were pasted.</param>
public sealed record EmailConfirmation(string Code);

/// <summary>Whose an e-mail address is, is shown by a code sent to it; only then a certificate goes there.</summary>
internal static class EmailEndpoints
{
    public static void MapEmail(this RouteGroupBuilder me)
    {
        me.MapPost("/email/code", SendAsync)
            .WithSummary("Sends a code to the address of the account, to confirm it. A change of the address sends one by itself.");
        me.MapPost("/email/confirmation", ConfirmAsync)
            .WithFreshProof(ProofPurposes.ChangeEmail)
            .WithSummary("Confirms the address by the code that was sent to it. Five wrong codes end it.");
    }

    private static async Task<Results<Accepted<EmailCodeBody>, ProblemHttpResult>> SendAsync(
        HttpContext context, ClaimsPrincipal user, IGrainFactory grains, TimeProvider clock)
    {
        var sent = await grains.Proofs(user).SendEmailCodeAsync();
        return sent.ProofId is null
            ? ProofEndpoints.NotSent(sent, context, clock)
            : TypedResults.Accepted((string?)null, new EmailCodeBody(sent.ExpiresAt, sent.NextAt));
    }

    private static async Task<Results<Ok<AccountBody>, ProblemHttpResult>> ConfirmAsync(
        EmailConfirmation request, HttpContext context, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (SixDigits.Read(request.Code) is not { } code)
        {
            return Problem.Invalid("code", new("The six digits of the letter are expected.", "Нужны шесть цифр из письма."));
        }

        if (!await FreshProof.IsGivenAsync(context.Request, user, grains, ProofPurposes.ChangeEmail))
        {
            return FreshProof.Require(context, ProofPurposes.ChangeEmail);
        }

        var verdict = await grains.Proofs(user).TryEmailCodeAsync(code);
        if (!verdict.Right)
        {
            return ProofEndpoints.Wrong(context, verdict);
        }

        var outcome = await grains.Subscriber(user.SubscriberId()).ConfirmEmailAsync(verdict.Proof!);
        return outcome.Rejection is { } rejection ? Problem.From(rejection) : TypedResults.Ok(AccountBody.Of(outcome.Value!));
    }
}
