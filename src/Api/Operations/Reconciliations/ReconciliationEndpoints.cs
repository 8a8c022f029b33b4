using System.Globalization;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Queries;
using Cashback.Reconciliations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Networks' reports, applied line by line as if each line were a postback.</summary>
public static class ReconciliationEndpoints
{
    private static readonly LocalText Unknown = new("There is no such reconciliation.", "Такой сверки нет.");
    private const string Csv = ReconciliationStarts.Csv;
    private const int IdLength = 26;

    public static RouteGroupBuilder MapReconciliations(this RouteGroupBuilder ops)
    {
        var runs = ops.MapGroup("/reconciliations").WithTags("Operations: reconciliations");
        runs.MapPost("/", UploadAsync)
            .WithName("OpsStartReconciliation")
            .WithSummary("Takes a network's report as a CSV file of any length; safe to repeat.")
            .WithDescription("Answers 202 when the file is taken and its header is understood. With from and to (days of the programme's "
                + "calendar, both included), purchases of ours from these days that the report lacks are listed too.")
            .Accepts<string>(Csv)
            .DisableRequestTimeout();
        runs.MapPost("/pull", PullAsync)
            .WithIdempotency()
            .WithName("OpsPullStatistics")
            .WithSummary("Fetches the network's statistics now; safe to repeat.")
            .WithDescription("With from and to, the actions of these days; without, all whose status changed since the last time.");
        runs.MapGet("/", ListAsync).WithName("OpsListReconciliations").WithSummary("All runs, newest first.");
        runs.MapGet("/{reconciliationId}", GetAsync).WithName("OpsGetReconciliation").WithSummary("How far a run is and what came of it.");
        runs.MapGet("/{reconciliationId}/conflicts", ConflictsAsync)
            .WithName("OpsListConflicts")
            .WithSummary("What a run could not apply, and what the report lacks; while it runs, so far.");
        runs.MapGet("/{reconciliationId}/conflicts.csv", DownloadAsync)
            .WithName("OpsDownloadConflicts")
            .WithSummary("The same as a CSV file.")
            .Produces<string>(200, Csv)
            .DisableRequestTimeout();
        runs.MapDelete("/{reconciliationId}", CancelAsync)
            .WithName("OpsCancelReconciliation")
            .WithSummary("Ends a run; what it applied stays.");
        return ops;
    }

    private static Task<Results<Accepted<ReconciliationBody>, ProblemHttpResult>> UploadAsync(
        string? network, string? from, string? to, HttpContext context, ReconciliationStarts starts) =>
        starts.UploadAsync(network, from, to, context);

    private static Task<Results<Accepted<ReconciliationBody>, ProblemHttpResult>> PullAsync(
        string? network, string? from, string? to, HttpContext context, ReconciliationStarts starts) =>
        starts.PullAsync(network, from, to, context);

    private static async Task<Results<Ok<PageBody<ReconciliationBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, HttpContext context, IGrainFactory grains, IRecordQueries queries, CancellationToken cancellation)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        if (page.Cursor is not null && !IsId(page.Cursor))
        {
            return PageRequest.BadCursor;
        }

        var before = page.Cursor is null ? null : GrainKeys.Reconciliation(page.Cursor);
        var keys = await queries.ListLastKeysAsync(StateNames.Reconciliation, before, limit, cancellation);
        var found = await Task.WhenAll(keys.Select(key => grains.GetGrain<IReconciliationGrain>(key).GetAsync()));
        var language = context.ChooseLanguage();
        return TypedResults.Ok(new PageBody<ReconciliationBody>(
            [.. found.OfType<ReconciliationView>().Select(run => ReconciliationBody.Of(run, language))],
            keys.Count == limit ? GrainKeys.IdOf(keys[^1]) : null));
    }

    private static async Task<Results<Ok<ReconciliationBody>, ProblemHttpResult>> GetAsync(
        string reconciliationId, HttpContext context, IGrainFactory grains) =>
        await FindRunAsync(grains, reconciliationId) is { } run
            ? TypedResults.Ok(ReconciliationBody.Of(run, context.ChooseLanguage()))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<PageBody<ConflictBody>>, ProblemHttpResult>> ConflictsAsync(
        string reconciliationId, [AsParameters] PageRequest page, IGrainFactory grains, HttpContext context)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var from = 0L;
        if (page.Cursor is not null && !long.TryParse(page.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            return PageRequest.BadCursor;
        }

        if (await FindRunAsync(grains, reconciliationId) is not { } run)
        {
            return Problem.NotFound(Unknown);
        }

        var conflicts = await new ReconciliationConflicts(grains, run).ReadAsync(from, limit);
        var language = context.ChooseLanguage();
        var next = from + conflicts.Count;
        return TypedResults.Ok(new PageBody<ConflictBody>(
            [.. conflicts.Select(conflict => ConflictBody.Of(conflict, language))],
            conflicts.Count > 0 && next < run.Progress.Conflicts ? next.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> DownloadAsync(
        string reconciliationId, IGrainFactory grains, HttpContext context)
    {
        if (await FindRunAsync(grains, reconciliationId) is not { } run)
        {
            return Problem.NotFound(Unknown);
        }

        var file = new ReconciliationConflicts(grains, run).CsvAsync(context.ChooseLanguage(), context.RequestAborted).GetAsyncEnumerator();
        await file.MoveNextAsync();
        return TypedResults.Stream(stream => WriteAsync(file, stream), $"{Csv}; charset=utf-8", $"conflicts-{run.Id}.csv");
    }

    private static async Task WriteAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> file, Stream stream)
    {
        await using var closing = file;
        do
        {
            await stream.WriteAsync(file.Current);
        }
        while (await file.MoveNextAsync());
    }

    private static async Task<Results<Ok<ReconciliationBody>, ProblemHttpResult>> CancelAsync(
        string reconciliationId, HttpContext context, IGrainFactory grains)
    {
        if (!IsId(reconciliationId))
        {
            return Problem.NotFound(Unknown);
        }

        var cancelled = await Run(grains, reconciliationId).CancelAsync();
        return cancelled.Value is { } run
            ? TypedResults.Ok(ReconciliationBody.Of(run, context.ChooseLanguage()))
            : Problem.From(cancelled.Rejection!);
    }

    private static async Task<ReconciliationView?> FindRunAsync(IGrainFactory grains, string id) =>
        IsId(id) ? await Run(grains, id).GetAsync() : null;

    private static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiLetterOrDigit);

    private static IReconciliationGrain Run(IGrainFactory grains, string id) =>
        grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(id));
}
