using System.Security.Claims;
using Cashback.Api.Account;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Cards;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cashback.Api.Operations;

/// <param name="CardId">The bank's id of the card, never its number.</param>
/// <param name="CreditLimit">For a credit card.</param>
public sealed record CardRequest(string CardId, string SubscriberId, CardProduct Product, Money? CreditLimit = null);

/// <summary>The Money-Weekend cards: issuing them, the bank's feed, and a look at one.</summary>
public static partial class CardOperationEndpoints
{
    private static readonly LocalText Unknown = new("There is no such card.", "Такой карты нет.");
    private const string Csv = "text/csv";
    private const string Ndjson = "application/x-ndjson";
    private const int ListMax = 1_000;
    private const int ListBytesMax = 512 * 1024;
    private const int FileBytesMax = 5 * 1024 * 1024;

    public static RouteGroupBuilder MapCardOperations(this RouteGroupBuilder ops)
    {
        var cards = ops.MapGroup("/cards").WithTags("Operations: cards");
        cards.MapPost("/", IssueAsync).WithIdempotency().WithSummary("Issues a card to a subscriber, who can have one; safe to repeat.");
        cards.MapGet("/{cardId}", GetAsync).WithSummary("One card; the look is logged.");
        cards.MapGet("/{cardId}/transactions", TransactionsAsync).WithSummary("A card's transactions, newest first; the look is logged.");
        cards.MapGet("/{cardId}/statements/{month}", StatementAsync).WithSummary("A card's statement of a month; the look is logged.");

        var feed = ops.MapGroup("/card-transactions").WithTags("Operations: cards");
        feed.MapPost("/", TakeAsync)
            .WithIdempotency()
            .WithSummary("Takes transactions of cards, in any order and any number of times; a result for each.")
            .WithDescription("Each id counts once. A transaction of a week that was credited counts with the next Friday.")
            .WithMetadata(new RequestSizeLimitAttribute(ListBytesMax));
        feed.MapPost("/import", ImportAsync)
            .WithSummary("Takes a file of transactions, CSV or NDJSON; a result for each line. Safe to repeat.")
            .WithDescription("CSV has a header with id, card, time, mcc, amount and kind; NDJSON an object a line, as in the list.")
            .Accepts<string>(Csv, Ndjson)
            .WithMetadata(new RequestSizeLimitAttribute(FileBytesMax));
        return ops;
    }

    private static async Task<Results<Ok<CardBody>, ProblemHttpResult>> IssueAsync(
        CardRequest request, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        var errors = new Dictionary<string, LocalText[]>();
        if (CardIds.Fault(request.CardId) is { } fault)
        {
            errors["cardId"] = [fault];
        }

        if (!SubscriberEndpoints.IsId(request.SubscriberId))
        {
            errors["subscriberId"] = [new("The id of a subscriber is expected.", "Нужен id абонента.")];
        }

        if (request.CreditLimit is { Currency: not Money.Rub })
        {
            errors["creditLimit"] = [new("Only rubles are on these cards.", "Операции по этим картам бывают только в рублях.")];
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (await grains.Subscriber(request.SubscriberId).GetAccountAsync() is null)
        {
            return Problem.From(new("unknown-subscriber", new("There is no such subscriber.", "Такого абонента нет."), RejectionKind.Unacceptable, "subscriberId"));
        }

        var issue = new CardIssue(request.SubscriberId, request.Product, request.CreditLimit?.Amount ?? 0);
        var issued = await grains.Card(request.CardId).IssueAsync(issue);
        LogIssue(Logger(loggers), user.OperatorName(), request.CardId, request.SubscriberId, issued.Rejection?.Type ?? "done");
        return issued.Value is { } card ? TypedResults.Ok(CardBody.Of(card)) : Problem.From(issued.Rejection!);
    }

    private static async Task<Results<Ok<CardBody>, ProblemHttpResult>> GetAsync(
        string cardId, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        Look(cardId, "account", user, grains, loggers) is { } card && await card.GetAsync() is { } view
            ? TypedResults.Ok(CardBody.Of(view))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<PageBody<CardTransactionBody>>, ProblemHttpResult>> TransactionsAsync(
        string cardId, [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        Look(cardId, "transactions", user, grains, loggers) is { } card && await card.GetAsync() is not null
            ? await CardEndpoints.ReadTransactionsAsync(card, page)
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<CardStatementBody>, ProblemHttpResult>> StatementAsync(
        string cardId, string month, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        Look(cardId, "statement", user, grains, loggers) is { } card
            ? await CardEndpoints.ReadStatementAsync(card, month)
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<CardFeedBody>, ProblemHttpResult>> TakeAsync(
        CardTransactionsRequest request, CardFeed feed, HttpContext context, CancellationToken cancellation) =>
        request.Transactions.Count is 0 or > ListMax
            ? Problem.Invalid("transactions", new($"1 to {ListMax} transactions are expected.", $"Нужно от 1 до {ListMax} операций."))
            : TypedResults.Ok(await feed.TakeAsync(
                [.. request.Transactions.Select((transaction, i) => CardFeedLine.Of(i + 1, transaction))], context.ChooseLanguage(),
                cancellation));

    private static async Task<Results<Ok<CardFeedBody>, ProblemHttpResult>> ImportAsync(
        HttpRequest request, CardFeed feed, ProgrammeCalendar calendar, CancellationToken cancellation)
    {
        var type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (type is not (Csv or Ndjson))
        {
            return Problem.Of(415, "unsupported-media-type", new($"A file is expected as {Csv} or {Ndjson}.", $"Нужен файл {Csv} или {Ndjson}."));
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        var (lines, fault) = type == Csv
            ? await CardFeedFile.ReadCsvAsync(body, calendar, cancellation)
            : CardFeedFile.Decode(body.ToArray()) is { } text ? CardFeedFile.ReadNdjson(text) : ([], new("The file is not UTF-8.", "Файл не в кодировке UTF-8."));
        return fault is not null
            ? Problem.Invalid("body", fault)
            : TypedResults.Ok(await feed.TakeAsync(lines, request.HttpContext.ChooseLanguage(), cancellation));
    }

    /// <summary>What is no id at all is not looked up: each call would activate a grain of that name.</summary>
    private static ICardGrain? Look(string cardId, string what, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        var card = CardIds.Fault(cardId) is null ? cardId : null;
        LogViewed(Logger(loggers), user.OperatorName(), what, card ?? "(not an id)");
        return card is null ? null : grains.Card(card);
    }

    private static ILogger Logger(ILoggerFactory loggers) => loggers.CreateLogger("Cashback.Api.Operations.Cards");

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} issued card {Card} to subscriber {SubscriberId}: {Result}.")]
    private static partial void LogIssue(ILogger logger, string opsKey, string card, string subscriberId, string result);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} looked at {What} of card {Card}.")]
    private static partial void LogViewed(ILogger logger, string opsKey, string what, string card);
}
