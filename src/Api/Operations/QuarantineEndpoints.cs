using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Paging;
using Cashback.Api.Postbacks;
using Cashback.Api.Problems;
using Cashback.Quarantine;
using Cashback.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Messages of networks that could not be attributed.</summary>
public static partial class QuarantineEndpoints
{
    private const string Unknown = "There is no such message in quarantine.";

    /// <summary>How many entries one request looks through for those that match; the next page goes on from there.</summary>
    private const int LooksMax = 500;

    public static RouteGroupBuilder MapQuarantine(this RouteGroupBuilder ops)
    {
        var quarantine = ops.MapGroup("/quarantine").WithTags("Operations: quarantine");
        quarantine.MapGet("/", ListAsync)
            .WithName("OpsListQuarantine")
            .WithSummary("Messages in quarantine, by reason, network and state (open, replayed, dropped; open if not said).")
            .WithDescription("A page can be short, even empty, and still have a nextCursor.");
        quarantine.MapGet("/{quarantineId}", GetAsync).WithName("OpsGetQuarantined").WithSummary("One message, as it came.");
        quarantine.MapPost("/{quarantineId}/replay", ReplayAsync)
            .WithName("OpsReplayQuarantined")
            .WithSummary("Takes the message in once more, after its cause was mended; safe to repeat.");
        quarantine.MapDelete("/{quarantineId}", DropAsync)
            .WithName("OpsDropQuarantined")
            .WithSummary("Decides that nothing is to be done about the message; it stays on record.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<QuarantineBody>>, ProblemHttpResult>> ListAsync(
        string? reason, string? network, string? state, [AsParameters] PageRequest page,
        IGrainFactory grains, IRecordQueries queries, CancellationToken cancellation)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        if (page.Cursor is not null && !QuarantineId.IsId(page.Cursor))
        {
            return Problem.Invalid("cursor", "The nextCursor of the page before is expected.");
        }

        if (!TryReadState(state, out var wanted))
        {
            return Problem.Invalid("state", "open, replayed or dropped is expected.");
        }

        var found = new List<QuarantineBody>();
        var after = page.Cursor is null ? null : GrainKeys.Quarantine(page.Cursor);
        for (var looked = 0; looked < LooksMax;)
        {
            var keys = await queries.ListKeysAsync(StateNames.Quarantine, after, limit, cancellation);
            var entries = await Task.WhenAll(keys.Select(key => grains.GetGrain<IQuarantineGrain>(key).GetAsync()));
            for (var i = 0; i < entries.Length; i++)
            {
                after = keys[i];
                if (entries[i] is not { } entry || !Matches(entry))
                {
                    continue;
                }

                found.Add(QuarantineBody.Of(entry));
                if (found.Count == limit)
                {
                    return TypedResults.Ok(new PageBody<QuarantineBody>(found, GrainKeys.IdOf(after)));
                }
            }

            looked += keys.Count;
            if (keys.Count < limit)
            {
                return TypedResults.Ok(new PageBody<QuarantineBody>(found, null));
            }
        }

        return TypedResults.Ok(new PageBody<QuarantineBody>(found, GrainKeys.IdOf(after!)));

        bool Matches(QuarantineEntry entry) =>
            entry.State == wanted
            && (reason is null || entry.Message.Reason == reason)
            && (network is null || entry.Message.Network == network);
    }

    private static bool TryReadState(string? text, out QuarantineState state)
    {
        state = text switch
        {
            "replayed" => QuarantineState.Replayed,
            "dropped" => QuarantineState.Dropped,
            _ => QuarantineState.Open,
        };
        return text is null or "open" or "replayed" or "dropped";
    }

    private static async Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> GetAsync(string quarantineId, IGrainFactory grains) =>
        QuarantineId.IsId(quarantineId) && await Entry(grains, quarantineId).GetAsync() is { } entry
            ? TypedResults.Ok(QuarantineBody.Of(entry))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> ReplayAsync(
        string quarantineId,
        ClaimsPrincipal user,
        IGrainFactory grains,
        NetworkAccessCache networks,
        PostbackIngestion ingestion,
        ILoggerFactory loggers)
    {
        if (!QuarantineId.IsId(quarantineId) || await Entry(grains, quarantineId).GetAsync() is not { } entry)
        {
            return Problem.NotFound(Unknown);
        }

        if (entry.State == QuarantineState.Dropped)
        {
            return Problem.Of(409, "quarantine-dropped", "The message was dropped.");
        }

        if (await networks.DescribeAsync(entry.Message.Network) is not { } description)
        {
            return Problem.Of(409, "unknown-network", "The message's network is no longer known.");
        }

        // The time of the first arrival stands for the order's, as it would have then.
        var ingested = await ingestion.TakeAsync(description, entry.Message.Channel, entry.Message.Parameters, entry.FirstSeen);
        var result = ingested switch
        {
            Ingested.Taken taken => new ReplayResult(taken.Changed ? "applied" : "unchanged", null, taken.PurchaseId),
            Ingested.Unattributable unattributable => new ReplayResult("quarantined", unattributable.Reason),
            Ingested.Malformed malformed => new ReplayResult("malformed", $"{malformed.Parameter}: {malformed.Why}"),
            _ => throw new InvalidOperationException($"Unexpected result {ingested.GetType().Name}."),
        };
        LogReplay(loggers.CreateLogger(typeof(QuarantineEndpoints)), user.OperatorName(), quarantineId, result.Result);
        return Answer(await Entry(grains, quarantineId).ReplayedAsync(result));
    }

    private static async Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> DropAsync(string quarantineId, IGrainFactory grains) =>
        QuarantineId.IsId(quarantineId) ? Answer(await Entry(grains, quarantineId).DropAsync()) : Problem.NotFound(Unknown);

    private static Results<Ok<QuarantineBody>, ProblemHttpResult> Answer(Outcome<QuarantineEntry> outcome) =>
        outcome.Value is { } entry ? TypedResults.Ok(QuarantineBody.Of(entry)) : Problem.From(outcome.Rejection!);

    private static IQuarantineGrain Entry(IGrainFactory grains, string quarantineId) =>
        grains.GetGrain<IQuarantineGrain>(GrainKeys.Quarantine(quarantineId));

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} replayed the message {QuarantineId}: {Result}.")]
    private static partial void LogReplay(ILogger logger, string opsKey, string quarantineId, string result);
}
