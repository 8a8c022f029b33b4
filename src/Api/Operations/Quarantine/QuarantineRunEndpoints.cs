using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Problems;
using Cashback.Quarantine;
using Cashback.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Runs over many messages in quarantine.</summary>
internal static class QuarantineRunEndpoints
{
    private const int IdBytes = 12;

    public static void MapQuarantineRuns(this RouteGroupBuilder quarantine)
    {
        quarantine.MapPost("/runs", StartAsync)
            .WithIdempotency()
            .WithName("OpsStartQuarantineRun")
            .WithSummary("Replays or drops all open messages of a network, for a reason or of a time, in the background; safe to repeat.")
            .WithDescription(
                "The same again while it runs is the same run; if it was stopped, or its process has died, it goes on where it was; "
                + "if it is finished, it starts anew over what is open now.");
        quarantine.MapGet("/runs/{runId}", GetAsync)
            .WithName("OpsGetQuarantineRun")
            .WithSummary("How far a run has come.");
    }

    private static async Task<Results<Accepted<QuarantineRunBody>, ProblemHttpResult>> StartAsync(
        QuarantineRunRequest request, ClaimsPrincipal user, IGrainFactory grains, IQuarantineQueries queries, QuarantineRuns runs,
        TimeProvider clock, CancellationToken cancellation)
    {
        if (Read(request, out var refusal) is not { } task)
        {
            return refusal!;
        }

        var id = IdOf(task);
        var meant = task.Filter.To is null ? task.Filter with { To = clock.GetUtcNow() } : task.Filter;
        var start = await Run(grains, id).BeginAsync(task, user.OperatorName(), await queries.CountAsync(meant, cancellation));
        if (start.Started)
        {
            runs.Start(start.Run);
        }

        return TypedResults.Accepted($"/ops/v1/quarantine/runs/{id}", QuarantineRunBody.Of(start.Run));
    }

    private static async Task<Results<Ok<QuarantineRunBody>, ProblemHttpResult>> GetAsync(string runId, IGrainFactory grains) =>
        runId.Length == IdBytes * 2 && runId.All(char.IsAsciiHexDigitLower) && await Run(grains, runId).GetAsync() is { } run
            ? TypedResults.Ok(QuarantineRunBody.Of(run))
            : Problem.NotFound(new("There is no such run.", "Такого запуска нет."));

    private static QuarantineTask? Read(QuarantineRunRequest request, out ProblemHttpResult? refusal)
    {
        var errors = new Dictionary<string, LocalText[]>();
        if (request.Network is null && request.Cause is null)
        {
            errors["network"] = [new(
                "The network, the cause or both are expected: which messages are meant.",
                "Нужна сеть, причина или и то и другое: какие сообщения имеются в виду.")];
        }

        if (request.Network?.Length > 100 || request.Cause?.Length > 100)
        {
            errors[request.Network?.Length > 100 ? "network" : "cause"] = [new("At most 100 characters are expected.", "Допустимо не больше 100 символов.")];
        }

        var from = QuarantineQuery.ReadTime("from", request.From, errors);
        var to = QuarantineQuery.ReadTime("to", request.To, errors);
        var reason = request.Action == QuarantineAction.Drop ? request.Reason?.Trim() ?? "" : null;
        refusal = errors.Count > 0 ? Problem.Invalid(errors)
            : reason is not null && !QuarantineEndpoints.IsReason(reason) ? QuarantineEndpoints.BadReason
            : null;
        return refusal is null
            ? new QuarantineTask(
                request.Action, new QuarantineFilter(QuarantineState.Open, request.Network, request.Cause, from, to), reason)
            : null;
    }

    // What is asked for names the run: the same again is the same run, on whichever process it is asked for.
    private static string IdOf(QuarantineTask task)
    {
        var filter = task.Filter;
        var said = FormattableString.Invariant(
            $"{task.Action}\n{filter.Network}\n{filter.Reason}\n{filter.From?.UtcTicks}\n{filter.To?.UtcTicks}\n{task.Reason}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)).AsSpan(0, IdBytes));
    }

    private static IQuarantineRunGrain Run(IGrainFactory grains, string id) =>
        grains.GetGrain<IQuarantineRunGrain>(GrainKeys.QuarantineRun(id));
}
