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
        text.Line(
            $"| processor time of a settled subscriber in the second half, postbacks included | service {(last.Service - middle.Service) / since * 1e6:0} µs, ",
            $"database {(last.Database - middle.Database) / since * 1e6:0} µs, compiler {(last.CompilingMs - middle.CompilingMs) / since * 1e3:0} µs |");
        text.Line(
            $"| of the ledger's table: rows inserted, updated; of the reminders': inserted, updated, deleted | ",
            $"{(last.Inserted - middle.Inserted) / since:0.00}, {(last.Updated - middle.Updated) / since:0.00}; ",
            $"{(last.Armed - middle.Armed) / since:0.00}, {(last.Rearmed - middle.Rearmed) / since:0.00}, {(last.Disarmed - middle.Disarmed) / since:0.00} |");
        text.Line($"| transactions, round trips | {(last.Commits - middle.Commits) / since:0.00}, {(last.RoundTrips - middle.RoundTrips) / since:0.00} |");
        text.Line($"| allocated, messages sent | {(last.Allocated - middle.Allocated) / since / 1024:0.0} KB, {(last.Messages - middle.Messages) / since:0.00} |");
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
            SELECT l.n_tup_ins, l.n_tup_upd, r.n_tup_ins, r.n_tup_upd, r.n_tup_del, d.xact_commit
            FROM pg_stat_user_tables l, pg_stat_user_tables r, pg_stat_database d
            WHERE l.relname = 'ledger' AND r.relname = 'orleansreminderstable' AND d.datname = current_database()
            """,
            connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        _samples.Add(new(
            _watch.Elapsed, paid, service.CpuSeconds, postgres.CpuSeconds, state.CompilingMs, state.RoundTrips, state.AllocatedBytes, state.Messages,
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)));
    }

    private sealed record Sample(
        TimeSpan At, long Paid, double Service, double Database, double CompilingMs, long RoundTrips, long Allocated, long Messages,
        long Inserted, long Updated, long Armed, long Rearmed, long Disarmed, long Commits);
}
