using Cashback.Certificates;
using Cashback.Idempotency;
using Cashback.Installations;
using Cashback.Messages;
using Cashback.Networks;
using Cashback.Sessions;
using Cashback.Shops;
using Cashback.Storage;
using Cashback.Subscribers;

namespace Cashback.Silo.Rotation;

/// <summary>Counts what still depends on a master secret other than the current one. Reads the whole store, and changes nothing.</summary>
public sealed class SecretCensus
{
    private readonly StoredRecords _records;
    private readonly Secrets _secrets;
    private readonly TimeProvider _clock;

    internal SecretCensus(StoredRecords records, Secrets secrets, TimeProvider clock) =>
        (_records, _secrets, _clock) = (records, secrets, clock);

    /// <param name="operators">The operators' keys of the settings, with the secrets that made their hashes.</param>
    /// <param name="progress">Receives the number of records read, now and then.</param>
    public async Task<SecretReport> CountAsync(
        IReadOnlyList<(string Name, int KeyId)> operators, IProgress<long>? progress, CancellationToken cancellation)
    {
        var count = new SecretCount(_secrets, _clock.GetUtcNow(), progress);
        foreach (var (name, keyId) in operators)
        {
            count.Operator(name, keyId);
        }

        await foreach (var (_, network) in _records.ReadAsync<Network>(StateNames.Network, cancellation))
        {
            count.Add(network);
        }

        await foreach (var (_, shop) in _records.ReadAsync<Shop>(StateNames.Shop, cancellation))
        {
            count.Add(shop);
        }

        await foreach (var (_, subscriber) in _records.ReadAsync<Subscriber>(StateNames.Subscriber, cancellation))
        {
            count.Add(subscriber);
        }

        await foreach (var (_, page) in _records.ReadAsync<CertificatePage>(StateNames.CertificatePage, cancellation))
        {
            count.Add(page);
        }

        await foreach (var (_, session) in _records.ReadAsync<SessionRecord>(StateNames.Session, cancellation))
        {
            count.Add(session);
        }

        await foreach (var (_, message) in _records.ReadAsync<OutgoingMessage>(StateNames.Message, cancellation))
        {
            count.Add(message);
        }

        await foreach (var (_, answer) in _records.ReadAsync<IdempotencyRecord>(StateNames.Idempotency, cancellation))
        {
            count.Add(answer);
        }

        var installation = Installation.None;
        await foreach (var (_, record) in _records.ReadAsync<Installation>(StateNames.Installation, cancellation))
        {
            installation = record;
        }

        count.Add(installation);
        return new SecretReport(_secrets.Current, _secrets.Ids, count.Rows());
    }

    /// <summary>Keys of the grains that hold something that can be resealed, by their states.</summary>
    internal async Task<IReadOnlyList<(string State, string Key)>> ListStaleAsync(CancellationToken cancellation)
    {
        var count = new SecretCount(_secrets, _clock.GetUtcNow(), null);
        var stale = new List<(string, string)>();
        await foreach (var (key, network) in _records.ReadAsync<Network>(StateNames.Network, cancellation))
        {
            Take(StateNames.Network, key, count.Add(network));
        }

        await foreach (var (key, subscriber) in _records.ReadAsync<Subscriber>(StateNames.Subscriber, cancellation))
        {
            Take(StateNames.Subscriber, key, count.Add(subscriber));
        }

        await foreach (var (key, page) in _records.ReadAsync<CertificatePage>(StateNames.CertificatePage, cancellation))
        {
            Take(StateNames.CertificatePage, key, count.Add(page));
        }

        return stale;

        void Take(string state, string key, bool isStale)
        {
            if (isStale)
            {
                stale.Add((state, key));
            }
        }
    }
}
