using System.Globalization;
using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Postbacks;
using Cashback.Api.Problems;
using Cashback.Networks;
using Cashback.Queries;
using Cashback.Reconciliations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Networks' reports, applied line by line as if each line were a postback.</summary>
public static partial class ReconciliationEndpoints
{
    private static readonly LocalText Unknown = new("There is no such reconciliation.", "Такой сверки нет.");
    private const string Csv = "text/csv";
    private const string Base = "/ops/v1/reconciliations";
    private const int IdLength = 26;
    private const int DaysMax = 366;

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

    private static async Task<Results<Accepted<ReconciliationBody>, ProblemHttpResult>> UploadAsync(
        string? network, string? from, string? to, HttpContext context, ClaimsPrincipal user, IGrainFactory grains,
        ReconciliationSpool spool, IReconciliationRuns runs, ArrivalClock arrivals, ProgrammeCalendar calendar, TimeProvider clock, ILoggerFactory loggers)
    {
        var receivedAt = arrivals.Of(context);
        if (ReadDays(from, to, calendar.DayOf(clock.GetUtcNow()), out var days) is { } wrong)
        {
            return wrong;
        }

        if (context.Request.ContentType?.StartsWith(Csv, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return Problem.Of(415, "unsupported-media-type", new($"A file is expected as {Csv}.", $"Нужен файл {Csv}."));
        }

        if (await FindAsync(grains, network) is not { } description)
        {
            return Problem.Invalid("network", new("The id of a network is expected.", "Нужен id сети."));
        }

        if (description.Statuses.GetValueOrDefault(NetworkChannels.Report) is null)
        {
            return Problem.Of(
                422, "no-report-format", new(
                    $"The description of {description.Id} says nothing of files: it needs a table of statuses for the channel 'report'.",
                    $"В описании сети {description.Id} ничего не сказано о файлах: нужна таблица статусов для канала report."));
        }

        var file = await spool.TakeAsync(context.Request);
        var (report, fault) = ReconciliationCsv.Open(file, description);
        if (report is null)
        {
            await file.DisposeAsync();
            return Problem.Invalid("file", fault!);
        }

        var start = new ReconciliationStart(description.Id, NetworkChannels.Report, days?.From, days?.To, user.OperatorName());
        var begun = await runs.BeginAsync(start, report, receivedAt);
        if (begun.Value is not { } run)
        {
            return Problem.From(begun.Rejection!);
        }

        LogStarted(loggers.CreateLogger(typeof(ReconciliationEndpoints)), user.OperatorName(), run.Id, description.Id);
        return TypedResults.Accepted($"{Base}/{run.Id}", ReconciliationBody.Of(run, context.ChooseLanguage()));
    }

    private static async Task<Results<Accepted<ReconciliationBody>, ProblemHttpResult>> PullAsync(
        string? network, string? from, string? to, HttpContext context, ClaimsPrincipal user, IGrainFactory grains, ProgrammeCalendar calendar,
        TimeProvider clock, ILoggerFactory loggers)
    {
        if (ReadDays(from, to, calendar.DayOf(clock.GetUtcNow()), out var days) is { } wrong)
        {
            return wrong;
        }

        if (await FindAsync(grains, network) is not { } description)
        {
            return Problem.Invalid("network", new("The id of a network is expected.", "Нужен id сети."));
        }

        var pulled = await grains.GetGrain<IStatisticsPullGrain>(GrainKeys.StatisticsPull(description.Id)).PullAsync(days?.From, days?.To, user.OperatorName());
        if (pulled.Value is not { } id)
        {
            return Problem.From(pulled.Rejection!);
        }

        LogStarted(loggers.CreateLogger(typeof(ReconciliationEndpoints)), user.OperatorName(), id, description.Id);
        return TypedResults.Accepted($"{Base}/{id}", ReconciliationBody.Of((await Run(grains, id).GetAsync())!, context.ChooseLanguage()));
    }

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
            [.. found.OfType<ReconciliationView>().Select(run => ReconciliationBody.Of(run, language))], keys.Count == limit ? GrainKeys.IdOf(keys[^1]) : null));
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
        return cancelled.Value is { } run ? TypedResults.Ok(ReconciliationBody.Of(run, context.ChooseLanguage())) : Problem.From(cancelled.Rejection!);
    }

    private static ProblemHttpResult? ReadDays(string? from, string? to, DateOnly today, out (DateOnly From, DateOnly To)? days)
    {
        days = null;
        if (from is null && to is null)
        {
            return null;
        }

        var first = ReadDay(from);
        var last = ReadDay(to);
        if (first is null || last is null)
        {
            return Problem.Invalid(first is null ? "from" : "to", new(
                "A day like 2026-11-05 is expected; from and to go together.",
                "Нужна дата вида 2026-11-05; from и to указываются вместе."));
        }

        if (last < first || last > today || last.Value.DayNumber - first.Value.DayNumber >= DaysMax)
        {
            return Problem.Invalid("to", new(
                $"A day from {from} on is expected, not after today, and at most {DaysMax} days in all.",
                $"Нужна дата не раньше {from} и не позже сегодняшней, всего не больше {DaysMax} дней."));
        }

        days = (first.Value, last.Value);
        return null;
    }

    private static DateOnly? ReadDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static async Task<NetworkDescription?> FindAsync(IGrainFactory grains, string? network) =>
        NetworkIds.IsId(network) && await grains.GetGrain<INetworkGrain>(GrainKeys.Network(network!)).GetAccessAsync() is { } access ? access.Description : null;

    private static async Task<ReconciliationView?> FindRunAsync(IGrainFactory grains, string id) =>
        IsId(id) ? await Run(grains, id).GetAsync() : null;

    private static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiLetterOrDigit);

    private static IReconciliationGrain Run(IGrainFactory grains, string id) =>
        grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(id));

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} started reconciliation {Id} with {Network}.")]
    private static partial void LogStarted(ILogger logger, string opsKey, string id, string network);
}
