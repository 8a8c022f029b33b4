using System.Text.Json.Serialization;
using Cashback.Purchases;
using Cashback.Reconciliations;

namespace Cashback.Api.Operations;

/// <summary>A run over a network's report.</summary>
/// <param name="Channel"><c>report</c>: a file; <c>statistics</c>: fetched from the network.</param>
/// <param name="From">First day that is compared, in the programme's calendar; null: what the report lacks is not looked for.</param>
/// <param name="To">Last day.</param>
/// <param name="StartedBy">Name of the operator's key; null: by itself.</param>
/// <param name="State">running, finished, failed, cancelled, or interrupted: its process is gone, send the report again.</param>
/// <param name="Percent">0–100 of the report.</param>
/// <param name="Sums">By currency, the network's side and ours.</param>
/// <param name="Conflicts">How many lines and purchases are listed at <c>…/conflicts</c>.</param>
/// <param name="Warnings">About the report as a whole.</param>
/// <param name="Error">Of a failed run.</param>
public sealed record ReconciliationBody(
    string Id,
    string Network,
    string Channel,
    DateOnly? From,
    DateOnly? To,
    string? StartedBy,
    ReconciliationState State,
    DateTimeOffset StartedAt,
    DateTimeOffset UpdatedAt,
    int Percent,
    CountsBody Counts,
    IReadOnlyList<SumsBody> Sums,
    long Conflicts,
    IReadOnlyList<string> Warnings,
    string? Error)
{
    public static ReconciliationBody Of(ReconciliationView run, TextLanguage language)
    {
        var counts = run.Progress.Counts;
        return new(
            run.Id,
            run.Start.Network,
            run.Start.Channel,
            run.Start.From,
            run.Start.To,
            run.Start.By,
            run.State,
            run.StartedAt,
            run.UpdatedAt,
            run.Progress.Percent,
            new CountsBody(
                counts.Lines, counts.New, counts.Changed, counts.Same, counts.Unknown, counts.Malformed, counts.Conflicting,
                counts.Missing),
            [.. run.Progress.Sums.Select(SumsBody.Of)],
            run.Progress.Conflicts,
            [.. run.Progress.Warnings.Select(warning => warning.In(language))],
            run.Error?.In(language));
    }
}

/// <summary>Each line is counted once.</summary>
/// <param name="New">Purchases whose postbacks were lost; applied now.</param>
/// <param name="Changed">Applied to purchases that were known.</param>
/// <param name="Same">Known already.</param>
/// <param name="Unknown">In quarantine.</param>
/// <param name="Malformed">Can't be read.</param>
/// <param name="Conflicting">Refused: they contradict what stands.</param>
/// <param name="Missing">Purchases of ours from the days of the report that it lacks.</param>
public sealed record CountsBody(
    long Lines, long New, long Changed, long Same, long Unknown, long Malformed, long Conflicting, long Missing);

/// <param name="Network">What the report says, each line once.</param>
/// <param name="Ours">The purchases of these lines as they stand, and those that the report lacks.</param>
public sealed record SumsBody(string Currency, StatusSumsBody Network, StatusSumsBody Ours)
{
    public static SumsBody Of(CurrencySums sums) =>
        new(sums.Currency, StatusSumsBody.Of(sums.Network, sums.Currency), StatusSumsBody.Of(sums.Ours, sums.Currency));
}

/// <param name="Ended">Declined, reversed or expired.</param>
public sealed record StatusSumsBody(Money Pending, Money Confirmed, Money Ended)
{
    public static StatusSumsBody Of(StatusSums sums, string currency) =>
        new(new Money(sums.Pending, currency), new Money(sums.Confirmed, currency), new Money(sums.Ended, currency));
}

/// <summary>A line that could not be applied as it is, or a purchase that the report lacks.</summary>
/// <param name="Line">Of the file, the header being line 1; null: not in the report.</param>
/// <param name="Reason">malformed, status-differs, amount-differs, another-subscriber, same-order-other-line, said-twice,
/// missing, or why the line is in quarantine.</param>
public sealed record ConflictBody(
    long? Line,
    string Reason,
    string Detail,
    string? PurchaseId,
    string? OrderId,
    string? SubscriberId,
    ReportedStatus? NetworkStatus,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? NetworkAmount,
    PurchaseStatus? OurStatus,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? OurAmount,
    string? QuarantineId)
{
    public static ConflictBody Of(Conflict conflict, TextLanguage language) => new(
        conflict.Line,
        conflict.Reason,
        conflict.Detail.In(language),
        conflict.PurchaseId,
        conflict.OrderId,
        conflict.SubscriberId,
        conflict.NetworkStatus,
        conflict.NetworkAmount,
        conflict.OurStatus,
        conflict.OurAmount,
        conflict.QuarantineId);
}
