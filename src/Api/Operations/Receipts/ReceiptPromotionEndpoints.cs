using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Receipts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>What purchases in ordinary shops earn by their receipts.</summary>
public static class ReceiptPromotionEndpoints
{
    public static RouteGroupBuilder MapReceiptPromotions(this RouteGroupBuilder ops)
    {
        var promotions = ops.MapGroup("/promotions").WithTags("Operations: promotions");
        promotions.MapGet("/", ListAsync).WithSummary("All promotions of receipts, those that begin last at the front.");
        promotions.MapGet("/{promotionId}", GetAsync).WithSummary("One promotion of receipts.");
        promotions.MapPut("/{promotionId}", PutAsync)
            .WithSummary("Makes or changes a promotion of receipts; safe to repeat.")
            .WithDescription("Of a promotion that has begun only the name and the end can change: promotion-started, promotion-ended.");
        promotions.MapPost("/{promotionId}/end", EndAsync)
            .WithSummary("Ends a running promotion now, or drops a planned one; safe to repeat.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<ReceiptPromotionBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, IGrainFactory grains, TimeProvider clock)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var now = clock.GetUtcNow();
        return page.TryCut(
            await Promotions(grains).ListAsync(), limit, promotion => PageRequest.Place(promotion.From, promotion.Id, newestFirst: true),
            out var shown, out var next)
            ? TypedResults.Ok(
                new PageBody<ReceiptPromotionBody>([.. shown.Select(promotion => ReceiptPromotionBody.Of(promotion, now))], next))
            : PageRequest.BadCursor;
    }

    private static async Task<Results<Ok<ReceiptPromotionBody>, ProblemHttpResult>> GetAsync(
        string promotionId, IGrainFactory grains, TimeProvider clock) =>
        (await Promotions(grains).ListAsync()).FirstOrDefault(promotion => promotion.Id == promotionId) is { } found
            ? TypedResults.Ok(ReceiptPromotionBody.Of(found, clock.GetUtcNow()))
            : Problem.NotFound(new("There is no such promotion.", "Такой акции нет."));

    private static async Task<Results<Ok<ReceiptPromotionBody>, ProblemHttpResult>> PutAsync(
        string promotionId, ReceiptPromotionRequest request, IGrainFactory grains, TimeProvider clock)
    {
        if (!ReceiptPromotion.IsId(promotionId))
        {
            return Problem.Invalid("promotionId", new(
                $"A promotion's id is 1 to {ReceiptPromotion.IdLengthMax} characters of a-z, 0-9 and '-'.",
                $"Id акции — от 1 до {ReceiptPromotion.IdLengthMax} символов a-z, 0-9 и «-»."));
        }

        return request.MinSum is { Currency: not Money.Rub }
            ? Problem.Invalid("minSum", new("An amount in RUB is expected.", "Нужна сумма в рублях (RUB)."))
            : Answer(await Promotions(grains).PutAsync(request.PromotionOf(promotionId)), clock);
    }

    private static async Task<Results<Ok<ReceiptPromotionBody>, ProblemHttpResult>> EndAsync(
        string promotionId, IGrainFactory grains, TimeProvider clock) =>
        Answer(await Promotions(grains).EndAsync(promotionId), clock);

    private static Results<Ok<ReceiptPromotionBody>, ProblemHttpResult> Answer(Outcome<ReceiptPromotion> outcome, TimeProvider clock) =>
        outcome.Value is { } promotion
            ? TypedResults.Ok(ReceiptPromotionBody.Of(promotion, clock.GetUtcNow()))
            : Problem.From(outcome.Rejection!);

    private static IReceiptPromotionsGrain Promotions(IGrainFactory grains) =>
        grains.GetGrain<IReceiptPromotionsGrain>(GrainKeys.ReceiptPromotions);
}
