using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cashback.Benchmarks.Machine;

namespace Cashback.Benchmarks.Settlement;

/// <summary>What a settlement took until every payout was answered, sampled while it went on.</summary>
internal sealed class SettlementWork(Postgres postgres, string database, Service service, int subscribers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly List<Sample> _samples = [];
    private readonly Stopwatch _watch = new();
    private TimeSpan _settled;

    /// <summary>Ends when every payout was answered and its subscriber knows.</summary>
    public async Task AwaitAsync(YearMonth month)
    {
        _watch.Start();
        await SampleAsync(0);
        while (await UnsettledAsync(month) > 0)
        {
            await SampleAsync(await PaidAsync());
            await PauseAsync();
        }

        _settled = _watch.Elapsed;
        long paid;
        while ((paid = await PaidAsync()) < subscribers)
        {
            await SampleAsync(paid);
            await PauseAsync();
        }

        await SampleAsync(paid);
    }

    public void Write(Markdown text)
    {
        var (first, last) = (_samples[0], _samples[^1]);
        text.Line("| what | measured |");
        text.Line("| --- | ---: |");
        text.Line($"| all settled | {_settled.TotalSeconds:0.0} s, {subscribers / _settled.TotalSeconds:0} subscribers/s |");
        text.Line($"| all paid out | {last.At.TotalSeconds:0.0} s, {subscribers / last.At.TotalSeconds:0} subscribers/s |");
        text.Line(
            $"| processor time meanwhile, postbacks included | service {last.Service - first.Service:0} s, ",
            $"database {last.Database - first.Database:0} s |");

        // Much of what comes before is the compiler's.
        var middle = _samples.First(sample => sample.Paid >= subscribers / 2);
        var since = (double)(last.Paid - middle.Paid);
        double Each(Func<Sample, double> value) => (value(last) - value(middle)) / since;
        text.Line(
            "| a subscriber of the second half, postbacks included: processor time ",
            $"| service {Each(s => s.Service) * 1e6:0} µs, database {Each(s => s.Database) * 1e6:0} µs |");
        text.Line($"| … compiling | {Each(s => s.CompilingMs) * 1e3:0} µs |");
        text.Line(
            "| … rows inserted, updated: ledger; journal; reminders ",
            $"| {Each(s => s.Inserted):0.00}, {Each(s => s.Updated):0.00}; {Each(s => s.Appended):0.00}; ",
            $"{Each(s => s.Armed):0.00}, {Each(s => s.Rearmed):0.00} |");
        text.Line($"| … transactions, round trips | {Each(s => s.Commits):0.00}, {Each(s => s.RoundTrips):0.00} |");
        text.Line($"| … allocated, messages | {Each(s => s.Allocated) / 1024:0.0} KB, {Each(s => s.Messages):0.00} |");
    }

    private async Task<long> UnsettledAsync(YearMonth month)
    {
        var progress = (await service.Http.GetFromJsonAsync<JsonNode>($"/ops/v1/settlements/{month}"))!;
        return progress["total"]!.GetValue<long>() - progress["done"]!.GetValue<long>();
    }

    /// <summary>A payout without an answer has a reminder.</summary>
    private async Task<long> PaidAsync() => (long)(await postgres.ScalarAsync(
        database,
        "SELECT (SELECT count(*) FROM Ledger WHERE State = 'payout') "
            + "- (SELECT count(*) FROM OrleansRemindersTable WHERE GrainId LIKE 'payout/%')"))!;

    // Asked more often it would slow down what it asks about.
    private async Task PauseAsync()
    {
        if (_watch.Elapsed > Patience)
        {
            throw new BenchException($"The settlement did not end within {Patience}.");
        }

        await Task.Delay(500);
    }

    private async Task SampleAsync(long paid)
    {
        var state = await service.StateAsync();
        await using var connection = await postgres.OpenAsync(database);
        await using var command = new Npgsql.NpgsqlCommand(
            """
            SELECT l.n_tup_ins, l.n_tup_upd, j.n_tup_ins, r.n_tup_ins, r.n_tup_upd, d.xact_commit
            FROM pg_stat_user_tables l, pg_stat_user_tables j, pg_stat_user_tables r, pg_stat_database d
            WHERE l.relname = 'ledger' AND j.relname = 'journal' AND r.relname = 'orleansreminderstable' AND d.datname = current_database()
            """,
            connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        _samples.Add(new(
            _watch.Elapsed, paid, service.CpuSeconds, postgres.CpuSeconds,
            state.CompilingMs, state.RoundTrips, state.AllocatedBytes, state.Messages,
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)));
    }

    private sealed record Sample(
        TimeSpan At, long Paid, double Service, double Database, double CompilingMs, long RoundTrips, long Allocated, long Messages,
        long Inserted, long Updated, long Appended, long Armed, long Rearmed, long Commits);
}
