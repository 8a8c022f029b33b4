using System.Text.Json.Serialization;

namespace Cashback.Reconciliations;

/// <summary>
/// One run over a network's report, key <c>recon:ID</c>: how far it is and what came of it. The run itself goes on in the
/// process that started it; a run whose process died is <see cref="ReconciliationState.Interrupted"/>, and is started again
/// by sending the report again: what was applied is applied once.
/// </summary>
[Alias("reconciliation")]
public interface IReconciliationGrain : IGrainWithStringKey
{
    /// <summary>Null if there is no such run.</summary>
    [Alias("get")]
    Task<ReconciliationView?> GetAsync();

    [Alias("start")]
    Task<ReconciliationView> StartAsync(ReconciliationStart start);

    /// <summary>How far the run is; also shows that it is alive.</summary>
    /// <returns>Whether to go on: false once it was cancelled.</returns>
    [Alias("progress")]
    Task<bool> ProgressAsync(ReconciliationProgress progress);

    /// <summary>The end of the run.</summary>
    /// <param name="error">Of a failed one, in words.</param>
    [Alias("finish")]
    Task FinishAsync(ReconciliationState state, ReconciliationProgress progress, LocalText? error);

    /// <summary>Ends the run after the lines that are under way. What was applied stays. Repeated: changes nothing.</summary>
    [Alias("cancel")]
    Task<Outcome<ReconciliationView>> CancelAsync();
}

/// <param name="Channel">How the report came: <c>report</c> (a file) or <c>statistics</c>.</param>
/// <param name="From">The first day of the report in the programme's calendar; null: what the network lacks is not looked for.</param>
/// <param name="To">The last day.</param>
/// <param name="By">The name of the operator's key; null: by itself.</param>
[GenerateSerializer, Immutable, Alias("reconciliation-start")]
public sealed record ReconciliationStart(
    [property: Id(0)] string Network,
    [property: Id(1)] string Channel,
    [property: Id(2)] DateOnly? From,
    [property: Id(3)] DateOnly? To,
    [property: Id(4)] string? By);

[GenerateSerializer, Alias("reconciliation-state")]
[JsonConverter(typeof(CamelCaseEnumConverter<ReconciliationState>))]
public enum ReconciliationState
{
    Running,
    Finished,
    Failed,
    Cancelled,

    /// <summary>Its process is gone.</summary>
    Interrupted,
}

/// <param name="Percent">0–100 of the file's bytes, or of the rows that the statistics announced.</param>
/// <param name="Conflicts">All that is listed, in pages of <see cref="ReconciliationLimits.PageLength"/>.</param>
/// <param name="Warnings">About the report as a whole, in words.</param>
[GenerateSerializer, Immutable, Alias("reconciliation-progress")]
public sealed record ReconciliationProgress(
    [property: Id(0)] int Percent,
    [property: Id(1)] ReconciliationCounts Counts,
    [property: Id(2)] IReadOnlyList<CurrencySums> Sums,
    [property: Id(3)] long Conflicts,
    [property: Id(4)] IReadOnlyList<LocalText> Warnings)
{
    public static ReconciliationProgress None { get; } =
        new(0, new ReconciliationCounts(), Array.Empty<CurrencySums>(), 0, Array.Empty<LocalText>());
}

/// <summary>Each line of the report is counted once; <see cref="Missing"/> are purchases of ours that it lacks.</summary>
/// <param name="New">Purchases that we did not know: their postbacks were lost.</param>
/// <param name="Changed">The line was applied to a purchase.</param>
/// <param name="Same">Known already.</param>
/// <param name="Unknown">Can't be attributed; in quarantine.</param>
/// <param name="Malformed">Can't be read.</param>
/// <param name="Conflicting">Contradicts the purchase, and was refused.</param>
[GenerateSerializer, Immutable, Alias("reconciliation-counts")]
public sealed record ReconciliationCounts(
    [property: Id(0)] long New = 0,
    [property: Id(1)] long Changed = 0,
    [property: Id(2)] long Same = 0,
    [property: Id(3)] long Unknown = 0,
    [property: Id(4)] long Malformed = 0,
    [property: Id(5)] long Conflicting = 0,
    [property: Id(6)] long Missing = 0)
{
    [JsonIgnore]
    public long Lines => New + Changed + Same + Unknown + Malformed + Conflicting;
}

/// <summary>Sums of order lines, in the currency's main unit.</summary>
/// <param name="Pending">Not judged.</param>
/// <param name="Confirmed">Confirmed.</param>
/// <param name="Ended">Declined, reversed or expired.</param>
[GenerateSerializer, Immutable, Alias("status-sums")]
public sealed record StatusSums(
    [property: Id(0)] decimal Pending = 0, [property: Id(1)] decimal Confirmed = 0, [property: Id(2)] decimal Ended = 0);

/// <param name="Network">What the report says, each line once.</param>
/// <param name="Ours">The purchases of these lines as they are afterwards, and those that the report lacks.</param>
[GenerateSerializer, Immutable, Alias("currency-sums")]
public sealed record CurrencySums(
    [property: Id(0)] string Currency, [property: Id(1)] StatusSums Network, [property: Id(2)] StatusSums Ours);

[GenerateSerializer, Immutable, Alias("reconciliation-view")]
public sealed record ReconciliationView(
    [property: Id(0)] string Id,
    [property: Id(1)] ReconciliationStart Start,
    [property: Id(2)] ReconciliationState State,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] DateTimeOffset UpdatedAt,
    [property: Id(5)] ReconciliationProgress Progress,
    [property: Id(6)] LocalText? Error);
