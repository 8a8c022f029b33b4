using System.Globalization;
using Cashback.Api.Auth;
using Cashback.Api.Postbacks;
using Cashback.Api.Problems;
using Cashback.Networks;
using Cashback.Reconciliations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Starts a run over a file that is sent, or over statistics that are fetched.</summary>
public sealed partial class ReconciliationStarts(
    IGrainFactory grains,
    ReconciliationSpool spool,
    IReconciliationRuns runs,
    ArrivalClock arrivals,
    ProgrammeCalendar calendar,
    TimeProvider clock,
    ILogger<ReconciliationStarts> logger)
{
    public const string Csv = "text/csv";
    private const string Base = "/ops/v1/reconciliations";
    private const int DaysMax = 366;

    private DateOnly Today => calendar.DayOf(clock.GetUtcNow());

    public async Task<Results<Accepted<ReconciliationBody>, ProblemHttpResult>> UploadAsync(
        string? network, string? from, string? to, HttpContext context)
    {
        var receivedAt = arrivals.Of(context);
        if (ReadDays(from, to, Today, out var days) is { } wrong)
        {
            return wrong;
        }

        if (context.Request.ContentType?.StartsWith(Csv, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return Problem.Of(415, "unsupported-media-type", new($"A file is expected as {Csv}.", $"Нужен файл {Csv}."));
        }

        if (await FindAsync(network) is not { } description)
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

        var start = new ReconciliationStart(description.Id, NetworkChannels.Report, days?.From, days?.To, context.User.OperatorName());
        var begun = await runs.BeginAsync(start, report, receivedAt);
        if (begun.Value is not { } run)
        {
            return Problem.From(begun.Rejection!);
        }

        LogStarted(context.User.OperatorName(), run.Id, description.Id);
        return TypedResults.Accepted($"{Base}/{run.Id}", ReconciliationBody.Of(run, context.ChooseLanguage()));
    }

    public async Task<Results<Accepted<ReconciliationBody>, ProblemHttpResult>> PullAsync(
        string? network, string? from, string? to, HttpContext context)
    {
        if (ReadDays(from, to, Today, out var days) is { } wrong)
        {
            return wrong;
        }

        if (await FindAsync(network) is not { } description)
        {
            return Problem.Invalid("network", new("The id of a network is expected.", "Нужен id сети."));
        }

        var pulled = await grains.GetGrain<IStatisticsPullGrain>(GrainKeys.StatisticsPull(description.Id)).PullAsync(
            days?.From, days?.To, context.User.OperatorName());
        if (pulled.Value is not { } id)
        {
            return Problem.From(pulled.Rejection!);
        }

        LogStarted(context.User.OperatorName(), id, description.Id);
        return TypedResults.Accepted(
            $"{Base}/{id}",
            ReconciliationBody.Of((await grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(id)).GetAsync())!,
                context.ChooseLanguage()));
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

    private async Task<NetworkDescription?> FindAsync(string? network) =>
        NetworkIds.IsId(network) && await grains.GetGrain<INetworkGrain>(GrainKeys.Network(network!)).GetAccessAsync() is { } access
            ? access.Description
            : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} started reconciliation {Id} with {Network}.")]
    private partial void LogStarted(string opsKey, string id, string network);
}
