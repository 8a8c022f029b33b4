using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.PointOfSale;
using Cashback.Api.Problems;
using Cashback.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Sales of devices that wait for a person, and what the person decides.</summary>
public static partial class HeldDeviceSales
{
    private const int ReasonMin = 3;
    private const int ReasonMax = 500;

    public static RouteGroupBuilder MapHeldDeviceSales(this RouteGroupBuilder ops)
    {
        var sales = ops.MapGroup("/device-sales").WithTags("Operations: device promotions");
        sales.MapGet("/", ListAsync).WithSummary("The sales that wait for a person, the oldest first; each look is logged.");
        sales.MapPost("/decisions", DecideAsync)
            .WithIdempotency()
            .WithSummary("Releases or declines a sale that waits for a person.")
            .WithDescription(
                "Released, its reward goes into the wallet at once; declined, the promotion's budget has its money back. The device's "
                + "number stands in the body. Refusals: 409 device-sale-not-held.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<DeviceSaleBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var held = await grains.GetGrain<IDeviceHoldsGrain>(GrainKeys.DeviceHolds).ListAsync();
        if (!page.TryCut(held, limit, sale => PageRequest.Place(sale.Since, sale.Imei.Digits), out var shown, out var next))
        {
            return PageRequest.BadCursor;
        }

        LogList(loggers.CreateLogger(typeof(HeldDeviceSales)), user.OperatorName());
        var sales = await Task.WhenAll(shown.Select(sale => Sale(grains, sale.Imei).GetAsync()));
        return TypedResults.Ok(new PageBody<DeviceSaleBody>(
            [.. sales.OfType<DeviceSaleView>().Where(sale => sale.Status == DeviceSaleStatus.Held).Select(DeviceSaleBody.ForOperations)],
            next));
    }

    private static async Task<Results<Ok<DeviceSaleBody>, ProblemHttpResult>> DecideAsync(
        DeviceDecisionRequest request, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!Imei.TryParse(request.Imei, out var imei, out var why))
        {
            return Problem.Invalid("imei", why!);
        }

        if (request.Decision is not ("release" or "decline"))
        {
            return Problem.Invalid("decision", new("Expected: release, decline.", "Возможные значения: release, decline."));
        }

        var reason = request.Reason.Trim();
        if (reason.Length is < ReasonMin or > ReasonMax || reason.Any(char.IsControl))
        {
            return Problem.Invalid("reason", new(
                $"A reason of {ReasonMin} to {ReasonMax} characters is expected, in one line.",
                $"Нужна причина в одну строку, от {ReasonMin} до {ReasonMax} символов."));
        }

        var decided = await Sale(grains, imei).DecideAsync(new DeviceHoldDecision(request.Decision == "release", user.OperatorName(), reason));
        LogDecision(
            loggers.CreateLogger(typeof(HeldDeviceSales)), user.OperatorName(), imei, request.Decision, decided.Rejection?.Type ?? "done");
        return decided.Value is { } sale ? TypedResults.Ok(DeviceSaleBody.ForOperations(sale)) : Problem.From(decided.Rejection!);
    }

    private static IDeviceSaleGrain Sale(IGrainFactory grains, Imei imei) =>
        grains.GetGrain<IDeviceSaleGrain>(GrainKeys.DeviceSale(imei.Digits));

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} looked at the device sales that wait.")]
    private static partial void LogList(ILogger logger, string opsKey);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} decided on the sale of device {Imei}: {Decision}, {Result}.")]
    private static partial void LogDecision(ILogger logger, string opsKey, Imei imei, string decision, string result);
}
