using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Proofs;
using Cashback.Subscribers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <summary>What the subscriber's bonuses are for. Changes count from the next settlement.</summary>
internal static class GoalEndpoints
{
    public static void MapGoals(this RouteGroupBuilder me)
    {
        var goals = me.MapGroup("/goals");
        goals.MapGet("/", ListAsync).WithSummary("Goals, the one that is served first at the front.");
        goals.MapPost("/", AddAsync)
            .WithIdempotency()
            .WithFreshProof("goal:PHONE")
            .WithSummary("Adds a goal.")
            .WithDescription("Topping up another number than the own one asks for a fresh proof; the owner is told by SMS, with a code that undoes it "
                + "for ten minutes (/auth/undo).");
        goals.MapPatch("/{goalId}", ChangeAsync).WithSummary("Changes a goal's limit, target or priority.");
        goals.MapDelete("/{goalId}", RemoveAsync).WithSummary("Removes a goal; the last one stays.");
        goals.MapPut("/order", ReorderAsync).WithSummary("Sets the order in which goals are served.");
    }

    private static async Task<Results<Ok<PageBody<GoalBody>>, ProblemHttpResult>> ListAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Subscriber(user.SubscriberId()).GetAccountAsync() is { } account
            ? TypedResults.Ok(All(account.Goals))
            : Problem.NotFound(new("There is no account behind this sign-in.", "Для этого сеанса нет учётной записи."));

    private static async Task<Results<Created<GoalBody>, ProblemHttpResult>> AddAsync(
        GoalRequest request, HttpContext context, ClaimsPrincipal user, IGrainFactory grains, IdSource ids)
    {
        var purpose = request.Phone is { } phone ? ProofPurposes.Goal(phone) : null;
        var proven = purpose is not null && await FreshProof.IsGivenAsync(context.Request, user, grains, purpose);
        var requestId = IdempotencyKey.RequestIdOf(context.Request, ids);
        var goal = new NewGoal(request.Type, request.Phone, request.MonthlyLimit, request.Target, request.Priority, requestId, proven);
        var outcome = await grains.Subscriber(user.SubscriberId()).AddGoalAsync(goal);
        return outcome switch
        {
            { Value: { } added } => TypedResults.Created($"/api/v1/me/goals/{added.Id}", GoalBody.Of(added)),
            { Rejection.Type: FreshProof.Required } => FreshProof.Require(context, purpose!),
            _ => Problem.From(outcome.Rejection!),
        };
    }

    private static async Task<Results<Ok<GoalBody>, ProblemHttpResult>> ChangeAsync(
        string goalId, GoalPatch patch, ClaimsPrincipal user, IGrainFactory grains)
    {
        var change = new GoalChange(
            patch.MonthlyLimitGiven, patch.MonthlyLimit, patch.TargetGiven, patch.Target, patch.Priority);
        var outcome = await grains.Subscriber(user.SubscriberId()).ChangeGoalAsync(goalId, change);
        return outcome.Value is { } changed ? TypedResults.Ok(GoalBody.Of(changed)) : Problem.From(outcome.Rejection!);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string goalId, ClaimsPrincipal user, IGrainFactory grains)
    {
        var outcome = await grains.Subscriber(user.SubscriberId()).RemoveGoalAsync(goalId);
        return outcome.Rejection is { } rejection ? Problem.From(rejection) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<PageBody<GoalBody>>, ProblemHttpResult>> ReorderAsync(
        GoalOrderRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (request.Ids.Any(id => id is null))
        {
            return Problem.Invalid("ids", new("The ids of all goals are expected, each once.", "Нужны id всех целей, каждый по одному разу."));
        }

        var outcome = await grains.Subscriber(user.SubscriberId()).ReorderGoalsAsync([.. request.Ids.Select(id => id!)]);
        return outcome.Value is { } goals ? TypedResults.Ok(All(goals)) : Problem.From(outcome.Rejection!);
    }

    private static PageBody<GoalBody> All(IReadOnlyList<GoalView> goals) =>
        new([.. goals.OrderBy(goal => goal.Priority).Select(GoalBody.Of)], null);
}
