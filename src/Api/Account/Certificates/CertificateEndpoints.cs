using System.Globalization;
using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Certificates;
using Cashback.Proofs;
using Cashback.Subscribers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <summary>Certificates for bonuses, and the one that leaving the programme brings.</summary>
internal static class CertificateEndpoints
{
    public static void MapCertificates(this RouteGroupBuilder me)
    {
        me.MapGet("/certificates", ListAsync)
            .WithFreshProof("certificate-code:ID")
            .WithSummary("Certificates, newest first; the code is hidden but for its end, unless a fresh proof for it comes along.");
        me.MapGet("/certificates/{certificateId}/code", CodeAsync)
            .WithFreshProof("certificate-code:ID")
            .WithSummary("Shows a certificate's code again; the owner is told by SMS.");
        me.MapPost("/certificates", BuyAsync)
            .WithSecretIdempotency()
            .WithSummary("Buys a certificate, from savings first; the code goes out by SMS, too.")
            .WithDescription($"Denominations: {string.Join(", ", Denominations.All)}.");
    }

    public static void MapExit(this RouteGroupBuilder me) => me.MapPost("/exit", LeaveAsync)
        .WithIdempotency()
        .EndsSignIn()
        .WithFreshProof(ProofPurposes.Leave)
        .WithSummary("Leaves the programme: all bonuses become one certificate by e-mail.")
        .WithDescription("All sign-ins end at once, this one included. Ten minutes later pending purchases end and the certificate goes out; signing "
            + "in before that undoes it. Without an e-mail address that was confirmed all bonuses, those in payout included, would be lost: 409 with the "
            + "sum, until the request says that this is understood.");

    internal static async Task<Results<Ok<PageBody<CertificateBody>>, ProblemHttpResult>> ReadAsync(
        ISubscriberAccountGrain subscriber, PageRequest page, Func<CertificateView, CertificateBody> body)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var certificates = await subscriber.GetCertificatesAsync(page.Cursor, limit);
        return certificates is null ? PageRequest.BadCursor : TypedResults.Ok(PageBody.Of(certificates, body));
    }

    private static async Task<Results<Ok<PageBody<CertificateBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, HttpContext context, ClaimsPrincipal user, IGrainFactory grains)
    {
        var shown = ProofPurposes.CertificateOf(await FreshProof.PurposeAsync(context.Request, user, grains));
        var seen = false;
        var list = await ReadAsync(grains.Subscriber(user.SubscriberId()), page, certificate =>
        {
            seen |= certificate.Id == shown;
            return CertificateBody.Of(
                certificate.Id == shown ? certificate : certificate with { Code = CertificateBody.Hidden(certificate.Code) });
        });
        if (seen)
        {
            await grains.Subscriber(user.SubscriberId()).CertificateShownAsync(shown!);
        }

        return list;
    }

    private static async Task<Results<Ok<CertificateBody>, ProblemHttpResult>> CodeAsync(
        string certificateId, HttpContext context, ClaimsPrincipal user, IGrainFactory grains)
    {
        var subscriber = grains.Subscriber(user.SubscriberId());
        if (ProofPurposes.CertificateOf(ProofPurposes.Read(ProofPurposes.CertificateCode(certificateId))) is not { } id
            || await FindAsync(subscriber, id) is not { } certificate)
        {
            return Problem.NotFound(new("No such certificate among yours.", "Среди ваших сертификатов такого нет."));
        }

        if (!await FreshProof.IsGivenAsync(context.Request, user, grains, ProofPurposes.CertificateCode(id)))
        {
            return FreshProof.Require(context, ProofPurposes.CertificateCode(id));
        }

        await subscriber.CertificateShownAsync(id);
        return TypedResults.Ok(CertificateBody.Of(certificate));
    }

    /// <summary>Certificates are numbered in the order of their issue, and a page goes on below a number.</summary>
    private static async Task<CertificateView?> FindAsync(ISubscriberAccountGrain subscriber, string certificateId)
    {
        var number = long.Parse(certificateId.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
        var page = number < long.MaxValue
            ? await subscriber.GetCertificatesAsync((number + 1).ToString(CultureInfo.InvariantCulture), 1)
            : null;
        return page?.Items.FirstOrDefault(certificate => certificate.Id == certificateId);
    }

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
                422, "unknown-denomination", new(
                    $"There are certificates of {string.Join(", ", Denominations.All)}.",
                    $"Есть сертификаты номиналом {string.Join(", ", Denominations.All)}."),
                new() { ["allowed"] = Denominations.All }),
            { Value: { } bought } => TypedResults.Created((string?)null, CertificateBody.Of(bought)),
            _ => Problem.From(outcome.Rejection!),
        };
    }

    private static async Task<Results<Ok<ExitBody>, ProblemHttpResult>> LeaveAsync(
        ExitRequest? request, HttpContext context, ClaimsPrincipal user, IGrainFactory grains, IdSource ids)
    {
        var subscriber = grains.Subscriber(user.SubscriberId());
        var requestId = IdempotencyKey.RequestIdOf(context.Request, ids);
        if (!await subscriber.LeftByAsync(requestId) && !await FreshProof.IsGivenAsync(context.Request, user, grains, ProofPurposes.Leave))
        {
            return FreshProof.Require(context, ProofPurposes.Leave);
        }

        var outcome = await subscriber.LeaveAsync(request?.AcceptLoss ?? false, requestId);
        return outcome.Value switch
        {
            null => Problem.From(outcome.Rejection!),
            { Left: true } left => TypedResults.Ok(ExitBody.Of(left)),
            var refused => Problem.Of(
                409,
                "exit-would-lose-bonuses",
                new(
                    $"There is no e-mail address that was confirmed, so all {refused.Sum} bonuses would be lost. Confirm an address first, or say acceptLoss.",
                    $"Подтверждённого адреса электронной почты нет, поэтому все бонусы ({refused.Sum}) сгорят. Сначала подтвердите адрес или передайте acceptLoss."),
                new() { ["sum"] = refused.Sum, ["inPayout"] = refused.InPayout }),
        };
    }
}
