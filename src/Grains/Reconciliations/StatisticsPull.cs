namespace Cashback.Reconciliations;

/// <summary>How far a network's statistics were fetched.</summary>
internal sealed record StatisticsPull
{
    /// <summary>The window reaches so far back behind the last run, so that what a network books late is found.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(3);

    /// <summary>How far the first run reaches back.</summary>
    public static readonly TimeSpan FirstWindow = TimeSpan.FromDays(30);

    /// <summary>The start of the last run that came to its end; null: none did.</summary>
    public DateTimeOffset? PulledAt { get; init; }

    /// <summary>The newest run.</summary>
    public string? RunId { get; init; }

    public static DateTimeOffset WindowStart(StatisticsPull? pull, DateTimeOffset now) =>
        pull?.PulledAt is { } last ? last - Overlap : now - FirstWindow;

    public StatisticsPull Pulled(DateTimeOffset startedAt) => PulledAt >= startedAt ? this : this with { PulledAt = startedAt };
}
