namespace Cashback.Reconciliations;

/// <summary>Fetches a network's statistics, every two hours and on request; key <c>pull:NETWORK</c>.</summary>
[Alias("statistics-pull")]
public interface IStatisticsPullGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts to fetch by itself if the network's statistics are configured, and stops if they are not. Repeated: changes
    /// nothing.
    /// </summary>
    [Alias("schedule")]
    Task ScheduleAsync();

    /// <summary>
    /// Starts a run. With days, over the actions of those days; without, over all whose status changed since the last run.
    /// </summary>
    /// <returns>The run's id; a rejection if the statistics are not configured or a run is under way.</returns>
    [Alias("pull")]
    Task<Outcome<string>> PullAsync(DateOnly? from, DateOnly? to, string? by);

    /// <summary>A run over what changed has come to its end; the next one begins from its start.</summary>
    [Alias("pulled")]
    Task PulledAsync(DateTimeOffset startedAt);
}
