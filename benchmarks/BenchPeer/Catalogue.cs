using Cashback.Networks;
using Cashback.Stores;
using Npgsql;

namespace Cashback.Benchmarks.Peer;

internal sealed record ShopOffer(string Name, string Network, int ConfirmationDays, List<Tariff> Tariffs);

internal sealed record Snapshot(Dictionary<string, ShopOffer> Stores, Dictionary<string, List<HashedKey>> Keys);

/// <summary>Networks' keys and stores: read once every two seconds, kept in memory.</summary>
internal sealed class Catalogue(NpgsqlDataSource database) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Snapshot? _snapshot;
    private DateTimeOffset _readAt;

    public async ValueTask<Snapshot> GetAsync(DateTimeOffset now)
    {
        if (_snapshot is { } known && now - _readAt < Kept)
        {
            return known;
        }

        // One reads; the others go on with what is known, or wait if nothing is.
        if (_snapshot is { } old && !await _reading.WaitAsync(0))
        {
            return old;
        }

        if (_snapshot is null)
        {
            await _reading.WaitAsync();
        }

        try
        {
            if (_snapshot is null || now - _readAt >= Kept)
            {
                _snapshot = await ReadAsync();
                _readAt = now;
            }

            return _snapshot;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<Snapshot> ReadAsync()
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("SELECT network, hash, valid_until FROM network_key"));
        batch.BatchCommands.Add(new("SELECT id, name, network, confirmation_days FROM store"));
        batch.BatchCommands.Add(new("SELECT store, code, name, percent, fixed, valid_from, valid_to FROM tariff"));
        await using var rows = await batch.ExecuteReaderAsync();
        var keys = new Dictionary<string, List<HashedKey>>();
        while (await rows.ReadAsync())
        {
            if (!keys.TryGetValue(rows.GetString(0), out var ofNetwork))
            {
                keys[rows.GetString(0)] = ofNetwork = [];
            }

            ofNetwork.Add(new HashedKey(rows.GetFieldValue<byte[]>(1), Time(rows, 2)));
        }

        await rows.NextResultAsync();
        var stores = new Dictionary<string, ShopOffer>();
        while (await rows.ReadAsync())
        {
            stores[rows.GetString(0)] = new ShopOffer(rows.GetString(1), rows.GetString(2), rows.GetInt32(3), []);
        }

        await rows.NextResultAsync();
        while (await rows.ReadAsync())
        {
            var rate = await rows.IsDBNullAsync(3) ? Rate.OfFixed(rows.GetInt64(4)) : Rate.OfPercent(rows.GetDecimal(3));
            stores[rows.GetString(0)].Tariffs.Add(new Tariff(rows.GetString(1), rows.GetString(2), rate, Time(rows, 5), Time(rows, 6)));
        }

        return new(stores, keys);
    }

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
