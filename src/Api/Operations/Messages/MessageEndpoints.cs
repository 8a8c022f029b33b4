using System.Globalization;
using System.Security.Claims;
using Cashback.Api.Account;
using Cashback.Api.Auth;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Messages;
using Cashback.Programme;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>What became of a message. Neither the number nor the text: they are not kept once it is sent.</summary>
/// <param name="Channel"><c>sms</c> or <c>email</c>.</param>
/// <param name="Status"><c>waiting</c>, <c>sent</c>, <c>delivered</c>, <c>notDelivered</c>, <c>givenUp</c>, <c>dropped</c> or
/// <c>unknown</c> (an attempt got no answer and it is not known whether it went out; it is not sent again).</param>
/// <param name="NotBefore">While it is held back: until when.</param>
/// <param name="Reason">Why it waits, was given up, dropped or not delivered: <c>quiet-hours</c>, <c>over-the-numbers-limit</c>,
/// <c>over-the-programmes-limit</c>, <c>no-answer</c>, or what the service said.</param>
/// <param name="ServiceId">The service's id of it.</param>
public sealed record SentMessageBody(
    string Id,
    string Template,
    string Channel,
    MessageStatus Status,
    DateTimeOffset AcceptedAt,
    int Attempts,
    DateTimeOffset? NotBefore,
    DateTimeOffset? EndedAt,
    string? Reason,
    string? ServiceId)
{
    public static SentMessageBody Of(MessageView view) => new(
        view.Id, view.Template, view.Channel, view.Status, view.AcceptedAt, view.Attempts, view.NotBefore, view.EndedAt, view.Reason,
        view.ServiceId);
}

/// <param name="Day">Of the programme's calendar.</param>
/// <param name="Limit">Parts of SMS in a day; null: none is set.</param>
/// <param name="Drawn">What silos have drawn of it, and mostly spent. Sign-in codes and urgent messages do not count.</param>
public sealed record SmsBudgetBody(string Day, long? Limit, long Drawn);

/// <summary>Messages to subscribers, and what they cost.</summary>
public static partial class MessageEndpoints
{
    private const int IdLengthMax = 100;

    private static ProblemHttpResult NoMessage => Problem.NotFound(new("No such message.", "Такого сообщения нет."));

    public static RouteGroupBuilder MapMessages(this RouteGroupBuilder ops)
    {
        const string Tag = "Operations: messages";
        ops.MapGet("/messages/{messageId}", GetAsync).WithTags(Tag)
            .WithSummary("What became of a message. If it was sent, the SMS service is asked whether it was delivered; its last word is kept.");
        ops.MapGet("/subscribers/{subscriberId}/messages", ListAsync).WithTags(Tag)
            .WithSummary("A subscriber's messages, newest first; the look is logged.");
        ops.MapGet("/sms-budget", BudgetAsync).WithTags(Tag)
            .WithSummary("How much of a day's limit of SMS is used; ?day=2026-11-22, today unless said.");
        return ops;
    }

    private static async Task<Results<Ok<SentMessageBody>, ProblemHttpResult>> GetAsync(string messageId, IGrainFactory grains)
    {
        // A message's id begins with its subscriber's, and the number is not kept with the message.
        var subscriberId = messageId.Split('-')[0];
        var account = messageId.Length <= IdLengthMax && SubscriberEndpoints.IsId(subscriberId)
            ? await grains.Subscriber(subscriberId).GetAccountAsync()
            : null;
        if (account is null)
        {
            return NoMessage;
        }

        // Most have no record of their own: the subscriber's journal is read only for those.
        var own = grains.GetGrain<IMessageGrain>(GrainKeys.Message(messageId));
        var message = await own.CheckDeliveryAsync(account.Phone, noted: null);
        if (message is null && await NotedAsync(grains, subscriberId, messageId) is { } noted)
        {
            message = await own.CheckDeliveryAsync(account.Phone, noted);
        }

        return message is null ? NoMessage : TypedResults.Ok(SentMessageBody.Of(message));
    }

    /// <summary>What the journal says of a message; null also for an id that only looks like its own.</summary>
    private static async Task<MessageView?> NotedAsync(IGrainFactory grains, string subscriberId, string messageId) =>
        messageId.Length > subscriberId.Length
        && long.TryParse(messageId.AsSpan(subscriberId.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && await grains.SubscriberOperations(subscriberId).GetMessagesAsync(number, number) is [var noted]
        && noted.Id == messageId
            ? noted
            : null;

    private static async Task<Results<Ok<PageBody<SentMessageBody>>, ProblemHttpResult>> ListAsync(
        string subscriberId, [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var before = long.MaxValue;
        if (page.Cursor is not null
            && (!long.TryParse(page.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before) || before < 1))
        {
            return PageRequest.BadCursor;
        }

        LogViewed(loggers.CreateLogger("Cashback.Api.Operations.Looks"), user.OperatorName(), SubscriberEndpoints.IsId(subscriberId) ? subscriberId : "(not an id)");
        var subscriber = grains.SubscriberOperations(subscriberId);
        if (!SubscriberEndpoints.IsId(subscriberId) || await subscriber.GetLastMessageAsync() is not { } last)
        {
            return Problem.NotFound(new("No such subscriber.", "Такого абонента нет."));
        }

        var newest = Math.Min(last, before - 1);
        var oldest = Math.Max(1, newest - limit + 1);
        var noted = (await subscriber.GetMessagesAsync(oldest, newest)).ToDictionary(message => message.Id);
        var views = await Task.WhenAll(Numbers(newest, oldest).Select(number => $"{subscriberId}-{number}").Select(async id =>
            await grains.GetGrain<IMessageGrain>(GrainKeys.Message(id)).GetAsync() ?? noted.GetValueOrDefault(id)));
        return TypedResults.Ok(new PageBody<SentMessageBody>(
            [.. views.OfType<MessageView>().Select(SentMessageBody.Of)],
            oldest > 1 ? oldest.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Ok<SmsBudgetBody>, ProblemHttpResult>> BudgetAsync(
        string? day, IGrainFactory grains, ProgrammeLimits limits, ProgrammeCalendar calendar, TimeProvider clock)
    {
        var date = calendar.DayOf(clock.GetUtcNow());
        return day is not null && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
            ? Problem.Invalid("day", new("A day is expected, for example 2026-11-22.", "Нужна дата, например 2026-11-22."))
            : TypedResults.Ok(new SmsBudgetBody(
                date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                limits.SmsPartsPerDay,
                await grains.GetGrain<ISmsBudgetGrain>(GrainKeys.SmsBudget(date)).GetDrawnAsync()));
    }

    private static IEnumerable<long> Numbers(long newest, long oldest)
    {
        for (var number = newest; number >= oldest; number--)
        {
            yield return number;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} looked at messages of subscriber {SubscriberId}, found by id.")]
    private static partial void LogViewed(ILogger logger, string opsKey, string subscriberId);
}
