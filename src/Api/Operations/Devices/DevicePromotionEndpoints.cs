using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Paging;
using Cashback.Api.PointOfSale;
using Cashback.Api.Problems;
using Cashback.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Promotions of devices in the operator's shops, and what came of the sale of one device.</summary>
public static partial class DevicePromotionEndpoints
{
    private const int IdLengthMax = 40;
    private static readonly LocalText Unknown = new("There is no such promotion.", "Такой акции нет.");

    public static RouteGroupBuilder MapDevicePromotions(this RouteGroupBuilder ops)
    {
        var promotions = ops.MapGroup("/device-promotions").WithTags("Operations: device promotions");
        promotions.MapGet("/", ListAsync).WithSummary("All device promotions, with what is left of their budgets.");
        promotions.MapGet("/{promotionId}", GetAsync).WithName("OpsGetDevicePromotion").WithSummary("One device promotion.");
        promotions.MapPut("/{promotionId}", PutAsync)
            .WithSummary("Makes or replaces a device promotion; safe to repeat.")
            .WithDescription("A sale that is under way keeps the reward it was promised. What was spent stays spent when the budget changes.");
        ops.MapHeldDeviceSales();
        ops.MapGet("/device-sales/{imei}", SaleAsync)
            .WithTags("Operations: device promotions")
            .WithSummary("What came of the sale of one device; the look is logged.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<DevicePromotionBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, IGrainFactory grains)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var after = (await Promotions(grains).ListAsync()).Where(
            promotion => string.CompareOrdinal(promotion.Id, page.Cursor ?? "") > 0).Take(limit + 1).ToList();
        var shown = await Task.WhenAll(after.Take(limit).Select(async promotion =>
            DevicePromotionBody.Of(promotion, await Budget(grains, promotion.Id).GetAsync())));
        return TypedResults.Ok(new PageBody<DevicePromotionBody>(shown, after.Count > limit ? shown[^1].Id : null));
    }

    private static async Task<Results<Ok<DevicePromotionBody>, ProblemHttpResult>> GetAsync(string promotionId, IGrainFactory grains) =>
        (await Promotions(grains).ListAsync()).FirstOrDefault(promotion => promotion.Id == promotionId) is { } found
            ? TypedResults.Ok(DevicePromotionBody.Of(found, await Budget(grains, promotionId).GetAsync()))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<DevicePromotionBody>, ProblemHttpResult>> PutAsync(
        string promotionId, DevicePromotionRequest request, ClaimsPrincipal user, IGrainFactory grains, DeviceSettings settings,
        ILoggerFactory loggers)
    {
        if (!Slug.Is(promotionId, IdLengthMax))
        {
            return Problem.Invalid("promotionId", new(
                $"An id is 1 to {IdLengthMax} characters of a-z, 0-9 and '-'.",
                $"Id — от 1 до {IdLengthMax} символов a-z, 0-9 и «-»."));
        }

        if (request.Fault() is var (field, error))
        {
            return Problem.Invalid(field, error);
        }

        var put = await Promotions(grains).PutAsync(request.PromotionOf(promotionId, settings));
        LogPut(Logger(loggers), user.OperatorName(), promotionId, put.Rejection?.Type ?? "done");
        return put.Value is { } promotion
            ? TypedResults.Ok(DevicePromotionBody.Of(promotion, await Budget(grains, promotionId).GetAsync()))
            : Problem.From(put.Rejection!);
    }

    private static async Task<Results<Ok<DeviceSaleBody>, ProblemHttpResult>> SaleAsync(
        string imei, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!Imei.TryParse(imei, out var device, out var why))
        {
            return Problem.Invalid("imei", why!);
        }

        LogViewed(Logger(loggers), user.OperatorName(), device);
        return await grains.GetGrain<IDeviceSaleGrain>(GrainKeys.DeviceSale(device.Digits)).GetAsync() is { } sale
            ? TypedResults.Ok(DeviceSaleBody.ForOperations(sale))
            : Problem.NotFound(new("Nothing came of a sale of this device.", "Продажа этого устройства не найдена."));
    }

    private static IDevicePromotionsGrain Promotions(IGrainFactory grains) =>
        grains.GetGrain<IDevicePromotionsGrain>(GrainKeys.DevicePromotions);

    private static IDeviceBudgetGrain Budget(IGrainFactory grains, string promotionId) =>
        grains.GetGrain<IDeviceBudgetGrain>(GrainKeys.DeviceBudget(promotionId));

    private static ILogger Logger(ILoggerFactory loggers) => loggers.CreateLogger("Cashback.Api.Operations.Devices");

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} put device promotion {Promotion}: {Result}.")]
    private static partial void LogPut(ILogger logger, string opsKey, string promotion, string result);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} looked at the sale of device {Imei}.")]
    private static partial void LogViewed(ILogger logger, string opsKey, Imei imei);
}
