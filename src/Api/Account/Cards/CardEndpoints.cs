using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Cards;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <summary>The subscriber's own Money-Weekend card.</summary>
internal static class CardEndpoints
{
    private static readonly LocalText NoCard = new("You have no card of the programme.", "У вас нет карты программы.");

    public static void MapCard(this RouteGroupBuilder me)
    {
        var card = me.MapGroup("/card").WithTags("Account: card");
        card.MapGet("/", GetAsync).WithSummary("The card: balance, cashback credited and to come, its terms.");
        card.MapGet("/transactions", TransactionsAsync).WithSummary("Its transactions, newest first, with the cashback of each.");
        card.MapGet("/statements/{month}", StatementAsync)
            .WithSummary("One month: figures, fee, interest, cash and credits, with the terms they follow.")
            .WithDescription("A month closes on the Friday that credits its last week; until then these are its figures so far.");
    }

    private static async Task<Results<Ok<CardBody>, ProblemHttpResult>> GetAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        await MineAsync(user, grains) is { } card && await card.GetAsync() is { } view
            ? TypedResults.Ok(CardBody.Of(view))
            : Problem.NotFound(NoCard);

    private static async Task<Results<Ok<PageBody<CardTransactionBody>>, ProblemHttpResult>> TransactionsAsync(
        [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains) =>
        await MineAsync(user, grains) is { } card ? await ReadTransactionsAsync(card, page) : Problem.NotFound(NoCard);

    private static async Task<Results<Ok<CardStatementBody>, ProblemHttpResult>> StatementAsync(
        string month, ClaimsPrincipal user, IGrainFactory grains) =>
        await MineAsync(user, grains) is { } card ? await ReadStatementAsync(card, month) : Problem.NotFound(NoCard);

    internal static async Task<Results<Ok<PageBody<CardTransactionBody>>, ProblemHttpResult>> ReadTransactionsAsync(
        ICardGrain card, PageRequest page)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var transactions = await card.GetTransactionsAsync(page.Cursor, limit);
        return transactions is null ? PageRequest.BadCursor : TypedResults.Ok(PageBody.Of(transactions, CardTransactionBody.Of));
    }

    internal static async Task<Results<Ok<CardStatementBody>, ProblemHttpResult>> ReadStatementAsync(ICardGrain card, string text)
    {
        if (!YearMonth.TryParse(text, out var month))
        {
            return Problem.Invalid("month", new("A month is expected, for example 2026-11.", "Нужен месяц, например 2026-11."));
        }

        return await card.GetStatementAsync(month) is { } statement
            ? TypedResults.Ok(CardStatementBody.Of(statement))
            : Problem.NotFound(new("The card has no statement of this month.", "По карте нет выписки за этот месяц."));
    }

    internal static ICardGrain Card(this IGrainFactory grains, string cardId) => grains.GetGrain<ICardGrain>(GrainKeys.Card(cardId));

    /// <summary>Whose card it is comes from the token only. A card that is only just being issued is nobody's yet.</summary>
    private static async Task<ICardGrain?> MineAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        var subscriberId = user.SubscriberId();
        var cardId = await grains.GetGrain<ICardHolderGrain>(GrainKeys.CardHolder(subscriberId)).GetCardIdAsync();
        return cardId is not null && await grains.Card(cardId).GetAsync() is { } card && card.SubscriberId == subscriberId
            ? grains.Card(cardId)
            : null;
    }
}
