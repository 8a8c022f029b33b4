using Cashback.Api.Facade;
using Cashback.Api.Problems;
using Cashback.Api.Telemetry;
using Cashback.Phones;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Auth;

/// <summary>Asking for a sign-in code.</summary>
internal static class CodeRequestEndpoint
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    public static void MapCodeRequests(this RouteGroupBuilder auth) =>
        auth.MapPost("/otp", RequestCodeAsync)
            .WithSummary("Sends a sign-in code by SMS. The answer is the same whether the number is known or not.")
            .WithDescription(
                "A code is valid for its own challengeId alone: up to three of one number are, side by side. Who asks again waits 1, 2, 5, then 15 "
                + "minutes (resendAfter; 429 with Retry-After when too early). A device that sends the deviceToken of an earlier sign-in waits for its "
                + "own requests only. While very many codes are asked for, the answer is 429 proof-of-work-required with proofOfWork {algorithm, nonce, "
                + "difficulty, expiresAt}: the same request is then sent again with proofOfWork {nonce, solution}, where the SHA-256 of "
                + "NONCE:SOLUTION (UTF-8) begins with as many zero bits as difficulty says. A nonce is for one number and works once.");

    private static async Task<Results<Accepted<OtpBody>, ProblemHttpResult>> RequestCodeAsync(
        OtpRequest request,
        HttpContext context,
        IGrainFactory grains,
        ChallengeIds challengeIds,
        ProofOfWork work,
        OperatorNetworks operators,
        IOptions<FacadeSettings> settings,
        SecurityLog security,
        TimeProvider clock)
    {
        if (SignInEndpoints.Faults(request.Locale, request.Email, request.ReferralCode) is { Count: > 0 } faults)
        {
            return Problem.Invalid(faults);
        }

        var limits = settings.Value.Limits;
        var requested = await grains.GetGrain<IPhoneGrain>(GrainKeys.Phone(request.Phone)).RequestCodeAsync(new CodeRequest(
            new RegistrationDetails(request.Locale ?? "ru", EmailAddress.Read(request.Email), request.ReferralCode?.Trim()),
            ClientAddress.Of(context),
            operators.Contain(context) ? limits.OperatorCodesPerHour : limits.CodesPerHour,
            request.DeviceToken,
            work.Check(request.ProofOfWork, request.Phone)));
        if (requested.ChallengeId is null)
        {
            security.CodeRefused(context, requested.Sending.ToString(), request.Phone);
        }

        return requested.ChallengeId is { } challengeId
            ? TypedResults.Accepted(
                (string?)null, new OtpBody(challengeIds.Seal(request.Phone, challengeId), requested.ExpiresAt, requested.NextAt))
            : Refused(requested, request.Phone, context, work, clock.GetUtcNow());
    }

    private static ProblemHttpResult Refused(
        CodeRequested requested, Phone phone, HttpContext context, ProofOfWork work, DateTimeOffset now)
    {
        context.Response.SetRetryAfter(requested.Sending is CodeSending.WorkExpected ? AtOnce : requested.NextAt - now);
        return requested.Sending switch
        {
            CodeSending.TooSoon => Problem.Of(429, "code-sent-recently", new("A code was sent a moment ago; the header Retry-After says when to ask for another.", "Код уже отправлен; когда можно запросить новый, указано в заголовке Retry-After.")),
            CodeSending.TooMany => Problem.Of(429, "too-many-codes", new("Several codes were sent to this number a moment ago; the header Retry-After says when to ask for another.", "На этот номер уже отправлено несколько кодов; когда можно запросить новый, указано в заголовке Retry-After.")),
            CodeSending.AddressTooBusy => Problem.Of(429, "too-many-requests", new("Many codes were asked for from this address; the header Retry-After says how many seconds to wait.", "С этого адреса запрошено много кодов; сколько секунд подождать, указано в заголовке Retry-After.")),
            CodeSending.BudgetSpent => Problem.Of(429, "no-codes-this-hour", new("No more codes can be sent this hour; the header Retry-After says when to ask again. A device that has signed in before still gets one.", "В этот час коды больше не отправляются; когда можно запросить код, указано в заголовке Retry-After. На устройстве, с которого уже входили, код можно получить и сейчас.")),
            CodeSending.WorkExpected => Problem.Of(
                429, "proof-of-work-required", new("Very many codes are asked for just now: send the request again with the solution of proofOfWork.", "Сейчас запрашивают очень много кодов: повторите запрос с решением задачи из proofOfWork."), new() { ["proofOfWork"] = work.Create(phone) }),
            _ => Problem.Of(503, "sms-unavailable", new("The code could not be sent; ask for another in a moment.", "Код не удалось отправить; запросите его ещё раз чуть позже.")),
        };
    }
}
