using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Problems;
using Cashback.Certificates;
using Cashback.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.PointOfSale;

/// <summary>The tills of the operator's shops: certificates are looked up and redeemed by their code.</summary>
public static class PointOfSaleEndpoints
{
    private const int DeviceIdMin = 4;
    private const int TextMax = 64;

    public static void MapPointOfSale(this IEndpointRouteBuilder routes)
    {
        var certificates = routes.MapGroup("/pos/v1/certificates").RequireAuthorization(Policies.Shop).WithTags("Shops");
        certificates.MapGet("/{code}", LookAsync)
            .WithSummary("What a certificate is worth, and whether it is used.")
            .WithDescription("A code is typed in any case, with or without spaces and dashes. Wrong codes slow the key and the address down, and then block them.");
        certificates.MapPost("/lookup",
            (LookupBody request, HttpContext context, GuessLimit limit, CertificateCodes codes, IGrainFactory grains) =>
                LookAsync(request.Code, context, limit, codes, grains))
            .WithName("PosLookUpCertificate")
            .WithSummary("The same with the code in the body: an address is written into logs on its way.");
        certificates.MapPost("/{code}/redemptions", RedeemAsync)
            .WithIdempotency()
            .WithSummary("Pays for a device with the certificate: at most the price less 1 ruble.")
            .WithDescription("Once for each certificate and once for each device. Safe to repeat with the same Idempotency-Key, also after a failure.");
        certificates.MapPost("/redemptions", RedeemByBodyAsync)
            .WithName("PosRedeemCertificate")
            .WithIdempotency()
            .WithSummary("The same with the code in the body: an address is written into logs on its way.");
    }

    private static Task<Results<Ok<CertificateLookBody>, ProblemHttpResult>> LookAsync(
        string code, HttpContext context, GuessLimit limit, CertificateCodes codes, IGrainFactory grains) =>
        limit.TryAsync<Results<Ok<CertificateLookBody>, ProblemHttpResult>>(
            context,
            async () =>
            {
                if (!CertificateCode.TryRead(code, out var read))
                {
                    return (Mistyped, true);
                }

                return await FindAsync(grains, codes, read) is { } certificate
                    ? (TypedResults.Ok(new CertificateLookBody(certificate.Denomination, certificate.Status)), false)
                    : (Unknown, true);
            },
            refusal => refusal);

    private static async Task<Results<Ok<RedemptionAnswer>, ProblemHttpResult>> RedeemAsync(
        string code,
        RedemptionBody request,
        HttpContext context,
        ClaimsPrincipal user,
        GuessLimit limit,
        CertificateCodes codes,
        IGrainFactory grains,
        IdSource ids)
    {
        var device = DeviceNumber.Normalize(request.DeviceId);
        var receipt = request.ReceiptId.Trim();
        if (Faults(request.Price, device, receipt) is { Count: > 0 } faults)
        {
            return Problem.Invalid(faults);
        }

        var requestId = $"{user.ShopId()}:{IdempotencyKey.RequestIdOf(context.Request, ids)}";
        var redemption = new RedemptionRequest(requestId, user.ShopId(), request.Price.Amount, device, receipt);
        return await limit.TryAsync<Results<Ok<RedemptionAnswer>, ProblemHttpResult>>(
            context,
            async () =>
            {
                if (!CertificateCode.TryRead(code, out var read))
                {
                    return (Mistyped, true);
                }

                var outcome = await UseAsync(grains, codes, read, redemption);
                return outcome.Value is { } redeemed
                    ? (TypedResults.Ok(RedemptionAnswer.Of(redeemed)), false)
                    : (Problem.From(outcome.Rejection!), outcome.Rejection!.Kind == RejectionKind.NotFound);
            },
            refusal => refusal);
    }

    private static ProblemHttpResult Mistyped => Problem.Of(
        404, "mistyped-certificate-code", new(
            "No certificate can have this code: a character is wrong or missing. Type it again.",
            "Такого кода у сертификата быть не может: какой-то символ неверен или пропущен. Введите код ещё раз."));

    private static ProblemHttpResult Unknown => Problem.Of(404, "unknown-certificate", new("No certificate has this code.", "Сертификата с таким кодом нет."));

    private static Task<Results<Ok<RedemptionAnswer>, ProblemHttpResult>> RedeemByBodyAsync(
        RedemptionByCodeBody request,
        HttpContext context,
        ClaimsPrincipal user,
        GuessLimit limit,
        CertificateCodes codes,
        IGrainFactory grains,
        IdSource ids) =>
        RedeemAsync(
            request.Code, new RedemptionBody(request.Price, request.DeviceId, request.ReceiptId), context, user, limit, codes, grains, ids);

    /// <summary>Under the current secret first, then under those before it, until it has been sealed anew.</summary>
    private static async Task<CertificateState?> FindAsync(IGrainFactory grains, CertificateCodes codes, string code)
    {
        foreach (var hash in codes.HashesOf(code))
        {
            if (await grains.GetGrain<ICertificateGrain>(GrainKeys.Certificate(hash)).GetAsync() is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static async Task<Outcome<Redemption>> UseAsync(
        IGrainFactory grains, CertificateCodes codes, string code, RedemptionRequest redemption)
    {
        Outcome<Redemption>? unknown = null;
        foreach (var hash in codes.HashesOf(code))
        {
            var outcome = await grains.GetGrain<ICertificateGrain>(GrainKeys.Certificate(hash)).RedeemAsync(redemption);
            if (outcome.Rejection is not { Kind: RejectionKind.NotFound })
            {
                return outcome;
            }

            unknown ??= outcome;
        }

        return unknown!;
    }

    private static Dictionary<string, LocalText[]> Faults(Money price, string device, string receipt)
    {
        var faults = new Dictionary<string, LocalText[]>();
        if (!Prices.IsPrice(price))
        {
            faults["price"] = [Prices.Expected];
        }

        if (device.Length is < DeviceIdMin or > TextMax
            || !device.All(character => char.IsAsciiLetterOrDigit(character) || "-._/:".Contains(character, StringComparison.Ordinal)))
        {
            faults["deviceId"] = [new(
                $"An IMEI or serial number of {DeviceIdMin} to {TextMax} letters, digits and - . _ / : is expected.",
                $"Нужен IMEI или серийный номер: от {DeviceIdMin} до {TextMax} букв, цифр и знаков - . _ / :")];
        }

        if (receipt.Length is 0 or > TextMax || receipt.Any(char.IsControl))
        {
            faults["receiptId"] = [new($"The receipt's number is expected, 1 to {TextMax} characters.", $"Нужен номер чека, от 1 до {TextMax} символов.")];
        }

        return faults;
    }
}
