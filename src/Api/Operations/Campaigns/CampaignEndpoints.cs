using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Campaigns;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Referral and welcome campaigns.</summary>
public static class CampaignEndpoints
{
    private static readonly LocalText Unknown = new("There is no such campaign.", "Такой кампании нет.");

    public static RouteGroupBuilder MapCampaigns(this RouteGroupBuilder ops)
    {
        var campaigns = ops.MapGroup("/campaigns").WithTags("Operations: campaigns");
        campaigns.MapGet("/", ListAsync).WithSummary("All campaigns, those that begin last at the front.");
        campaigns.MapGet("/{campaignId}", GetAsync).WithSummary("One campaign.");
        campaigns.MapPut("/{campaignId}", PutAsync)
            .WithSummary("Makes or changes a campaign; safe to repeat.")
            .WithDescription(
                "Of a campaign that has begun only the name, the end and a budget can change: campaign-started, campaign-ended. "
                + "One referral campaign runs at a time: campaigns-overlap. Terms hold for whoever registered under them, also later.");
        campaigns.MapPost("/{campaignId}/end", EndAsync)
            .WithSummary("Ends a running campaign now, or drops a planned one; safe to repeat.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<CampaignBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, IGrainFactory grains, TimeProvider clock)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        if (!page.TryCut(await Campaigns(grains).ListAsync(), limit,
            campaign => PageRequest.Place(campaign.From, campaign.Id, newestFirst: true), out var shown, out var next))
        {
            return PageRequest.BadCursor;
        }

        var bodies = await Task.WhenAll(shown.Select(campaign => BodyAsync(campaign, grains, clock)));
        return TypedResults.Ok(new PageBody<CampaignBody>(bodies, next));
    }

    private static async Task<Results<Ok<CampaignBody>, ProblemHttpResult>> GetAsync(
        string campaignId, IGrainFactory grains, TimeProvider clock) =>
        (await Campaigns(grains).ListAsync()).FirstOrDefault(campaign => campaign.Id == campaignId) is { } found
            ? TypedResults.Ok(await BodyAsync(found, grains, clock))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<CampaignBody>, ProblemHttpResult>> PutAsync(
        string campaignId, CampaignRequest request, IGrainFactory grains, TimeProvider clock)
    {
        if (!Campaign.IsId(campaignId))
        {
            return Problem.Invalid("campaignId", new(
                $"A campaign's id is 1 to {Campaign.IdLengthMax} characters of a-z, 0-9 and '-'.",
                $"Id кампании — от 1 до {Campaign.IdLengthMax} символов a-z, 0-9 и «-»."));
        }

        if (request.Welcome is { MinAmount.Currency: not Money.Rub })
        {
            return Problem.Invalid("welcome.minAmount", new("An amount in RUB is expected.", "Нужна сумма в рублях (RUB)."));
        }

        return await AnswerAsync(await Campaigns(grains).PutAsync(request.ToDraft(campaignId)), grains, clock);
    }

    private static async Task<Results<Ok<CampaignBody>, ProblemHttpResult>> EndAsync(
        string campaignId, IGrainFactory grains, TimeProvider clock) =>
        await AnswerAsync(await Campaigns(grains).EndAsync(campaignId), grains, clock);

    private static async Task<Results<Ok<CampaignBody>, ProblemHttpResult>> AnswerAsync(
        Outcome<Campaign> outcome, IGrainFactory grains, TimeProvider clock) =>
        outcome.Value is { } campaign ? TypedResults.Ok(await BodyAsync(campaign, grains, clock)) : Problem.From(outcome.Rejection!);

    private static async Task<CampaignBody> BodyAsync(Campaign campaign, IGrainFactory grains, TimeProvider clock)
    {
        var budget = grains.GetGrain<IWelcomeBudgetGrain>(GrainKeys.WelcomeBudget(campaign.Id));
        return CampaignBody.Of(campaign, clock.GetUtcNow(), campaign.Welcome is null ? 0 : await budget.GetReservedAsync());
    }

    private static ICampaignsGrain Campaigns(IGrainFactory grains) => grains.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns);
}
