using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Certificates;
using Cashback.Subscribers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <summary>Certificates for bonuses, and the one that leaving the programme brings.</summary>
internal static class CertificateEndpoints
{
    public static void MapCertificates(this RouteGroupBuilder me)
    {
        me.MapGet("/certificates", ListAsync).WithSummary("Certificates with their codes, newest first.");
        me.MapPost("/certificates", BuyAsync)
            .WithSecretIdempotency()
            .WithSummary("Buys a certificate, from savings first; the code goes out by SMS, too.")
            .WithDescription($"Denominations: {string.Join(", ", Denominations.All)}.");
    }

    public static void MapExit(this RouteGroupBuilder me) => me.MapPost("/exit", LeaveAsync)
        .WithIdempotency()
        .EndsSignIn()
        .WithSummary("Leaves the programme: all bonuses become one certificate by e-mail.")
        .WithDescription("Pending purchases end, and so do all sign-ins, this one included. Without an e-mail address all bonuses "
            + "would be lost: 409 with the sum, until the request says that this is understood.");

    internal static async Task<Results<Ok<PageBody<CertificateBody>>, ProblemHttpResult>> ReadAsync(
        ISubscriberGrain subscriber, PageRequest page, Func<CertificateView, CertificateBody> body)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var certificates = await subscriber.GetCertificatesAsync(page.Cursor, limit);
        return certificates is null ? PageRequest.BadCursor : TypedResults.Ok(PageBody.Of(certificates, body));
    }

    private static async Task<Results<Ok<PageBody<CertificateBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains) =>
        await ReadAsync(grains.Subscriber(user.SubscriberId()), page, CertificateBody.Of);

    private static async Task<Results<Created<CertificateBody>, ProblemHttpResult>> BuyAsync(
        CertificateRequest request, HttpRequest http, ClaimsPrincipal user, IGrainFactory grains, IdSource ids)
    {
        var order = new CertificateOrder(IdempotencyKey.RequestIdOf(http, ids), request.Denomination);
        var outcome = Denominations.Has(request.Denomination)
            ? await grains.Subscriber(user.SubscriberId()).BuyCertificateAsync(order)
            : null;
        return outcome switch
        {
            null => Problem.Of(
                422, "unknown-denomination", $"There are certificates of {string.Join(", ", Denominations.All)}.",
                new() { ["allowed"] = Denominations.All }),
            { Value: { } bought } => TypedResults.Created((string?)null, CertificateBody.Of(bought)),
            _ => Problem.From(outcome.Rejection!),
        };
    }

    private static async Task<Results<Ok<ExitBody>, ProblemHttpResult>> LeaveAsync(
        ExitRequest? request, ClaimsPrincipal user, IGrainFactory grains)
    {
        var outcome = await grains.Subscriber(user.SubscriberId()).LeaveAsync(request?.AcceptLoss ?? false);
        return outcome.Value switch
        {
            null => Problem.From(outcome.Rejection!),
            { Left: true } left => TypedResults.Ok(ExitBody.Of(left)),
            var refused => Problem.Of(
                409,
                "exit-would-lose-bonuses",
                $"There is no e-mail address, so all {refused.Sum} bonuses would be lost. Enter an address first, or say acceptLoss.",
                new() { ["sum"] = refused.Sum, ["inPayout"] = refused.InPayout }),
        };
    }
}
