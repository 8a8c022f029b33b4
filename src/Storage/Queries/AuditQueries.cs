using System.Data.Common;
using Cashback.Audits;
using Cashback.Certificates;
using Cashback.Payouts;
using Cashback.Queries;
using Cashback.Subscribers;

namespace Cashback.Storage;

/// <summary>
/// Streams the records and adds them up in this process: the same on both databases, and with the domain's own code. It
/// takes no locks, so writers do not wait for it.
/// </summary>
internal sealed class AuditQueries(DbDataSource database) : IAuditQueries
{
    private readonly StoredRecords _records = new(database);

    public async Task<Audit> AuditAsync(CancellationToken cancellation)
    {
        var audit = new Audit();
        await foreach (var (key, subscriber) in _records.ReadAsync<Subscriber>(StateNames.Subscriber, cancellation))
        {
            audit = audit.Add(GrainKeys.IdOf(key), subscriber);
        }

        await foreach (var (_, certificate) in _records.ReadAsync<Certificate>(StateNames.Certificate, cancellation))
        {
            audit = audit.Add(certificate);
        }

        await foreach (var (_, payout) in _records.ReadAsync<Payout>(StateNames.Payout, cancellation))
        {
            audit = audit.Add(payout);
        }

        return audit;
    }
}
