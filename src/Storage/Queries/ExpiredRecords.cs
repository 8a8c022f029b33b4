using System.Collections.Frozen;
using System.Data.Common;
using Cashback.Certificates;
using Cashback.Devices;
using Cashback.Idempotency;
using Cashback.Phones;
using Cashback.Proofs;
using Cashback.Sessions;

namespace Cashback.Storage;

/// <summary>
/// Deletes records that are no longer used: sign-ins that can't be renewed, answers that are not given again, wrong
/// codes that are forgotten, codes of fresh proofs that are over, counts of device sales whose window is over, numbers that
/// asked for a code and never signed in. Nothing else is ever thrown away. Safe to run anywhere at any time, by several at once.
/// </summary>
internal sealed class ExpiredRecords(DbDataSource database, TimeProvider clock)
{
    private const int Batch = 1000;

    /// <summary>
    /// Margin after a record's expiry: no activation has it in memory any more, and the database's clock may differ from ours.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(7);

    private static readonly FrozenDictionary<string, TimeSpan> Lives = new Dictionary<string, TimeSpan>
    {
        [StateNames.Session] = SessionRecord.IdleLife,
        [StateNames.SignIns] = SessionRecord.LongestLife,
        [StateNames.Idempotency] = IdempotencyRecord.KeptFor,
        [StateNames.Guesses] = Guesses.Memory,
        [StateNames.Proof] = ProofRecord.EmailCodeLife,
        [StateNames.DeviceQuota] = DeviceQuota.LongestWindow,
    }.ToFrozenDictionary();

    /// <returns>How many records were deleted.</returns>
    public async Task<long> RemoveAsync(CancellationToken cancellation)
    {
        var removed = 0L;
        foreach (var (state, life) in Lives)
        {
            var before = clock.GetUtcNow() - life - Margin;
            for (string? after = "", last; (last = await LastOfBatchAsync(state, after, cancellation)) is not null; after = last)
            {
                removed += await RemoveAsync(state, after, last, before, cancellation);
            }
        }

        return removed + await RemoveNumbersAsync(cancellation);
    }

    /// <summary>
    /// Numbers without an owner, present or former. They are personal data that nothing needs, so there is no margin: an
    /// activation that has one in memory still fails at its next save, and the call after that reads again.
    /// </summary>
    private async Task<long> RemoveNumbersAsync(CancellationToken cancellation)
    {
        var removed = 0L;
        var before = clock.GetUtcNow() - PhoneRecord.KeptWithoutOwner;
        for (string? after = "", last; (last = await LastOfBatchAsync(StateNames.Phone, after, cancellation)) is not null; after = last)
        {
            await using var command = database.Query(
                $"""
                DELETE FROM OrleansStorage
                WHERE GrainTypeString = @state AND GrainIdExtensionString > @after AND GrainIdExtensionString <= @last AND ModifiedOn < @before
                  AND PayloadBinary IS NOT NULL AND {Lacks("owner")} AND {Lacks("former")}
                """,
                ("state", StateNames.Phone), ("after", after), ("last", last), ("before", database.ValueOf(before)));
            removed += await command.ExecuteNonQueryAsync(cancellation);
        }

        return removed;
    }

    private string Lacks(string property) => database is SqliteStore
        ? $"json_extract(CAST(PayloadBinary AS TEXT), '$.record.{property}') IS NULL"
        : $"convert_from(PayloadBinary, 'UTF8')::json #>> '{{record,{property}}}' IS NULL";

    /// <summary>In steps by key: no statement is long, however many records there are.</summary>
    private async Task<string?> LastOfBatchAsync(string state, string after, CancellationToken cancellation)
    {
        await using var command = database.Query(
            """
            SELECT max(RecordKey) FROM (
              SELECT GrainIdExtensionString AS RecordKey FROM OrleansStorage
              WHERE GrainTypeString = @state AND GrainIdExtensionString > @after ORDER BY GrainIdExtensionString LIMIT @limit) AS batch
            """,
            ("state", state), ("after", after), ("limit", Batch));
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private async Task<int> RemoveAsync(string state, string after, string last, DateTimeOffset before, CancellationToken cancellation)
    {
        await using var command = database.Query(
            """
            DELETE FROM OrleansStorage
            WHERE GrainTypeString = @state AND GrainIdExtensionString > @after AND GrainIdExtensionString <= @last AND ModifiedOn < @before
            """,
            ("state", state), ("after", after), ("last", last), ("before", database.ValueOf(before)));
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
