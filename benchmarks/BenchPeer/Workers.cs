using Npgsql;

namespace Cashback.Benchmarks.Peer;

/// <summary>Sends the messages of the outbox, several hundred in a transaction, and takes them out of it.</summary>
internal sealed class OutboxWorker(NpgsqlDataSource database, BenchCounters counters) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250);

    // What gathers meanwhile goes out together: a transaction for each message would cost more than the message.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private readonly SemaphoreSlim _wake = new(0, 1);

    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another request was faster; the worker is awake.
            }
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await SendAsync(stoppingToken) < AtOnce)
            {
                await _wake.WaitAsync(Idle, stoppingToken);
                await Task.Delay(Gather, stoppingToken);
            }
        }
    }

    private async Task<int> SendAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var ids = new List<long>();
        await using (var select = new NpgsqlCommand(
            """
            SELECT o.id, s.phone, o.template, o.store, o.bonuses
            FROM (SELECT * FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED) o JOIN subscriber s ON s.id = o.subscriber
            """,
            connection))
        {
            select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AtOnce });
            await using var rows = await select.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                ids.Add(rows.GetInt64(0));
                Send(rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetInt64(4));
            }
        }

        if (ids.Count > 0)
        {
            await using var delete = new NpgsqlCommand("DELETE FROM outbox WHERE id = ANY ($1)", connection);
            delete.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. ids] });
            await delete.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return ids.Count;
    }

    private void Send(string phone, string template, string store, long bonuses)
    {
        var text = template switch
        {
            "purchase-registered" => $"{store}: заказ учтён, ждём {bonuses} бонусов",
            "purchase-confirmed" => $"{store}: покупка подтверждена, +{bonuses} бонусов",
            _ => $"{store}: {template}",
        };
        if (phone.Length > 0 && text.Length > 0)
        {
            counters.MessageSent();
        }
    }
}

/// <summary>Looks once a second for purchases whose deadline has come.</summary>
internal sealed class DeadlineWorker(NpgsqlDataSource database, OutboxWorker outbox) : BackgroundService
{
    private const int AtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await using var command = database.CreateCommand("SELECT expire($1, $2)");
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = DateTime.UtcNow });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AtOnce });
            if (await command.ExecuteScalarAsync(stoppingToken) is not > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                continue;
            }

            outbox.Wake();
        }
    }
}
