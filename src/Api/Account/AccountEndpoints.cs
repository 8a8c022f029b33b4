using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Proofs;
using Cashback.Subscribers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <summary>The signed-in subscriber's own account. Whose it is comes from the token only.</summary>
public static class AccountEndpoints
{
    private static readonly LocalText NoAccount = new("There is no account behind this sign-in.", "Для этого сеанса нет учётной записи.");

    public static IEndpointRouteBuilder MapAccount(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/api/v1/me").RequireAuthorization(Policies.Subscriber).WithTags("Account");
        me.MapGet("/", GetAsync).WithSummary("Balance, goals and the next settlement.");
        me.MapPatch("/", ChangeAsync)
            .WithFreshProof(ProofPurposes.ChangeEmail)
            .WithSummary("Changes the e-mail address or the language of messages.")
            .WithDescription("Another address, or none, asks for a fresh proof; a code is sent there, to confirm it at /me/email/confirmation. "
                + "The owner is told by SMS, with a code that undoes the change for ten minutes (/auth/undo).");
        me.MapEmail();
        me.MapGet("/history", HistoryAsync)
            .WithSummary("Everything that touched the bonuses, newest first.")
            .WithDescription("By type, by status of a receipt or a claim, by store, and from and to a day or month of the programme's calendar, both "
                + "included. A page of a filtered list can have fewer lines than its limit, or none, and a nextCursor all the same.");
        me.MapGet("/purchases", PurchasesAsync).WithSummary("Purchases, newest first.");
        me.MapGet("/purchases/{purchaseId}", PurchaseAsync).WithSummary("One purchase with its timeline.");
        me.MapClicks(routes);
        me.MapGoals();
        me.MapReferral();
        me.MapInsights();
        me.MapReceipts();
        me.MapClaims();
        me.MapCard();
        me.MapCertificates();
        me.MapExit();
        return routes;
    }

    internal static ISubscriberAccountGrain Subscriber(this IGrainFactory grains, string subscriberId) =>
        grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(subscriberId));

    internal static ISubscriberOperationsGrain SubscriberOperations(this IGrainFactory grains, string subscriberId) =>
        grains.GetGrain<ISubscriberOperationsGrain>(GrainKeys.Subscriber(subscriberId));

    private static async Task<Results<Ok<AccountBody>, ProblemHttpResult>> GetAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Subscriber(user.SubscriberId()).GetAccountAsync() is { } account
            ? TypedResults.Ok(AccountBody.Of(account))
            : Problem.NotFound(NoAccount);

    private static async Task<Results<Ok<AccountBody>, ProblemHttpResult>> ChangeAsync(
        ProfilePatch patch, HttpContext context, ClaimsPrincipal user, IGrainFactory grains)
    {
        var errors = new Dictionary<string, LocalText[]>();
        var email = EmailAddress.Read(patch.Email);
        if (patch.Email is not null && email is null)
        {
            errors["email"] = [new($"{EmailAddress.Expected.En} Null removes it.", $"{EmailAddress.Expected.Ru} Значение null удаляет адрес.")];
        }

        if (patch.Locale is not (null or "ru" or "en"))
        {
            errors["locale"] = [new("Expected: ru, en.", "Возможные значения: ru, en.")];
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        // To the grain null means "leave as it is", so an address is removed by an empty one.
        var proven = patch.EmailGiven && await FreshProof.IsGivenAsync(context.Request, user, grains, ProofPurposes.ChangeEmail);
        var change = new ProfileChange(patch.EmailGiven ? email ?? "" : null, patch.Locale, proven);
        var outcome = await grains.Subscriber(user.SubscriberId()).ChangeProfileAsync(change);
        if (outcome.Rejection is { } rejection)
        {
            return rejection.Type == FreshProof.Required ? FreshProof.Require(context, ProofPurposes.ChangeEmail) : Problem.From(rejection);
        }

        if (proven && outcome.Value is { Email: not null, EmailConfirmed: false })
        {
            // One that does not go out now can be asked for again.
            await grains.Proofs(user).SendEmailCodeAsync();
        }

        return TypedResults.Ok(AccountBody.Of(outcome.Value!));
    }

    private static async Task<Results<Ok<PageBody<HistoryBody>>, ProblemHttpResult>> HistoryAsync(
        [AsParameters] PageRequest page,
        [AsParameters] HistoryRequest lines,
        ProgrammeCalendar calendar,
        ClaimsPrincipal user,
        IGrainFactory grains) =>
        await ReadHistoryAsync(grains.Subscriber(user.SubscriberId()), page, lines, calendar);

    internal static async Task<Results<Ok<PageBody<HistoryBody>>, ProblemHttpResult>> ReadHistoryAsync(
        ISubscriberAccountGrain subscriber, PageRequest page, HistoryRequest lines, ProgrammeCalendar calendar)
    {
        if (!page.TryRead(out var limit, out var problem) || !lines.TryRead(calendar, out var filter, out problem))
        {
            return problem!;
        }

        var found = await subscriber.GetHistoryAsync(page.Cursor, limit, filter);
        return found is null ? PageRequest.BadCursor : TypedResults.Ok(PageBody.Of(found, HistoryBody.Of));
    }

    private static async Task<Results<Ok<PageBody<PurchaseBody>>, ProblemHttpResult>> PurchasesAsync(
        [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains) =>
        await ReadPurchasesAsync(grains.Subscriber(user.SubscriberId()), page);

    internal static async Task<Results<Ok<PageBody<PurchaseBody>>, ProblemHttpResult>> ReadPurchasesAsync(
        ISubscriberAccountGrain subscriber, PageRequest page)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var purchases = await subscriber.GetPurchasesAsync(page.Cursor, limit);
        return purchases is null ? PageRequest.BadCursor : TypedResults.Ok(PageBody.Of(purchases, PurchaseBody.Of));
    }

    private static async Task<Results<Ok<PurchaseBody>, ProblemHttpResult>> PurchaseAsync(
        string purchaseId, ClaimsPrincipal user, IGrainFactory grains) =>
        OrderKey.TryParse(purchaseId, out var order)
        && await grains.Subscriber(user.SubscriberId()).GetPurchaseAsync(order) is { } purchase
            ? TypedResults.Ok(PurchaseBody.Of(purchase))
            : Problem.NotFound(new("No such purchase among yours.", "Среди ваших покупок такой нет."));
}
