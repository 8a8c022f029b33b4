using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Problems;
using Cashback.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.PointOfSale;

/// <summary>The tills of the operator's shops: sold devices of a promotion bring money into the buyer's wallet.</summary>
public static class DeviceSaleEndpoints
{
    private const int TextMax = 64;

    public static void MapDeviceSales(this IEndpointRouteBuilder routes)
    {
        var sales = routes.MapGroup("/pos/v1/device-sales").RequireAuthorization(Policies.Shop).WithTags("Shops");
        sales.MapPost("/", ReportAsync)
            .WithIdempotency()
            .WithSummary("Reports a sold device; the reward of a running promotion goes into the wallet at once.")
            .WithDescription(
                "Once for each device, whoever reports it, and at most its price. The same report again gets the first answer. 202 means that the wallet has not "
                + "answered yet and is asked again by itself, or (held) that a person looks at the sale first; GET, or the same report under another Idempotency-Key, tells how it ended. After \"refused\" a report with "
                + "a corrected number is a new attempt. Refusals: 409 no-promotion, budget-exhausted, wallet-limit-reached, device-already-rewarded, device-sale-in-progress.");
        sales.MapGet("/{imei}", GetAsync).WithSummary("What came of a device that this shop reported.");
    }

    private static async Task<Results<Ok<DeviceSaleBody>, Accepted<DeviceSaleBody>, ProblemHttpResult>> ReportAsync(
        DeviceSaleRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        var errors = Faults(request);
        if (!Imei.TryParse(request.Imei, out var imei, out var why))
        {
            errors["imei"] = [why!];
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var report = new DeviceSaleReport(
            imei, user.ShopId(), request.Sku?.Trim(), request.Price.Amount, request.Phone, request.ReceiptId.Trim());
        var outcome = await Sale(grains, imei).ReportAsync(report);
        return outcome.Value is not { } sale ? Problem.From(outcome.Rejection!)
            : sale.Status is DeviceSaleStatus.Paying or DeviceSaleStatus.Held ? TypedResults.Accepted($"/pos/v1/device-sales/{imei.Digits}", DeviceSaleBody.Of(sale))
            : TypedResults.Ok(DeviceSaleBody.Of(sale));
    }

    /// <summary>Another shop's sale is none of this shop's business, not even that there is one.</summary>
    private static async Task<Results<Ok<DeviceSaleBody>, ProblemHttpResult>> GetAsync(
        string imei, ClaimsPrincipal user, IGrainFactory grains) =>
        !Imei.TryParse(imei, out var device, out var why) ? Problem.Invalid("imei", why!)
        : await Sale(grains, device).GetAsync() is { } sale
            && sale.Report.ShopId == user.ShopId() ? TypedResults.Ok(DeviceSaleBody.Of(sale))
        : Problem.NotFound(new("Nothing came of a sale of this device in this shop.", "Продажа этого устройства в этом салоне не найдена."));

    private static IDeviceSaleGrain Sale(IGrainFactory grains, Imei imei) =>
        grains.GetGrain<IDeviceSaleGrain>(GrainKeys.DeviceSale(imei.Digits));

    private static Dictionary<string, LocalText[]> Faults(DeviceSaleRequest request)
    {
        var errors = new Dictionary<string, LocalText[]>();
        if (!Prices.IsPrice(request.Price))
        {
            errors["price"] = [Prices.Expected];
        }

        if (!IsShortText(request.ReceiptId))
        {
            errors["receiptId"] = [new($"The receipt's number is expected, 1 to {TextMax} characters.", $"Нужен номер чека, от 1 до {TextMax} символов.")];
        }

        if (request.Sku is not null && !IsShortText(request.Sku))
        {
            errors["sku"] = [new(
                $"The article is expected, 1 to {TextMax} characters; leave it out if there is none.",
                $"Нужен артикул, от 1 до {TextMax} символов; если его нет, не указывайте поле.")];
        }

        return errors;
    }

    private static bool IsShortText(string text) => text.Trim() is { Length: > 0 and <= TextMax } trimmed && !trimmed.Any(char.IsControl);
}
