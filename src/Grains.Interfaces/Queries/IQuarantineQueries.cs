using Cashback.Quarantine;

namespace Cashback.Queries;

/// <summary>Reads over all quarantined messages. Read-only; what it returns may be a moment old.</summary>
public interface IQuarantineQueries
{
    /// <summary>A page in the order of first arrival.</summary>
    /// <param name="after">The last one of the page before; null: from the start.</param>
    Task<IReadOnlyList<QuarantinePlace>> ListAsync(
        QuarantineFilter filter, QuarantinePlace? after, bool newestFirst, int limit, CancellationToken cancellation);

    Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellation);

    /// <summary>What is open, by network and reason.</summary>
    Task<IReadOnlyList<OpenQuarantine>> OpenAsync(CancellationToken cancellation);
}

/// <summary>Where an entry stands in the order of first arrival.</summary>
public sealed record QuarantinePlace(DateTimeOffset FirstSeen, string Id);

/// <param name="Oldest">When the oldest of them first came.</param>
public sealed record OpenQuarantine(string Network, string Reason, long Count, DateTimeOffset Oldest);
