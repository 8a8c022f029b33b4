using Cashback.Purchases;

namespace Cashback.Reconciliations;

internal enum LineResult
{
    New,
    Changed,
    Same,
    Unknown,
    Malformed,
    Conflicting,
}

/// <summary>What came of a line.</summary>
/// <param name="Reported">Its content; null if it can't be read.</param>
/// <param name="Before">The purchase before it, if it is to be taken out of the sums: an earlier line of the same report
/// counted it.</param>
/// <param name="After">The purchase as it is now.</param>
internal sealed record LineOutcome(
    LineResult Result, Conflict? Conflict = null, ReportedLine? Reported = null, ReportedLine? Replaces = null, PurchaseView? Before = null,
    PurchaseView? After = null);

/// <summary>Counts and sums of a run, in a room that does not grow with it.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, (StatusSums Network, StatusSums Ours)> _sums = new(StringComparer.Ordinal);

    public ReconciliationCounts Counts { get; private set; } = new();

    public IReadOnlyList<CurrencySums> Sums =>
        _sums.Select(pair => new CurrencySums(pair.Key, pair.Value.Network, pair.Value.Ours)).ToArray();

    public void Add(LineOutcome line)
    {
        Counts = line.Result switch
        {
            LineResult.New => Counts with { New = Counts.New + 1 },
            LineResult.Changed => Counts with { Changed = Counts.Changed + 1 },
            LineResult.Same => Counts with { Same = Counts.Same + 1 },
            LineResult.Unknown => Counts with { Unknown = Counts.Unknown + 1 },
            LineResult.Malformed => Counts with { Malformed = Counts.Malformed + 1 },
            _ => Counts with { Conflicting = Counts.Conflicting + 1 },
        };
        AddNetwork(line.Reported, 1);
        AddNetwork(line.Replaces, -1);
        AddOurs(line.After, 1);
        AddOurs(line.Before, -1);
    }

    public void AddMissing(PurchaseView purchase)
    {
        Counts = Counts with { Missing = Counts.Missing + 1 };
        AddOurs(purchase, 1);
    }

    private void AddNetwork(ReportedLine? said, int sign)
    {
        if (said?.Amount is { } money)
        {
            var (network, ours) = Of(money.Currency);
            var amount = sign * money.Amount;
            _sums[money.Currency] = (said.Status switch
            {
                ReportedStatus.Confirmed => network with { Confirmed = network.Confirmed + amount },
                ReportedStatus.Declined => network with { Ended = network.Ended + amount },
                _ => network with { Pending = network.Pending + amount },
            }, ours);
        }
    }

    private void AddOurs(PurchaseView? purchase, int sign)
    {
        if (purchase is not null)
        {
            var (network, ours) = Of(purchase.Amount.Currency);
            var amount = sign * purchase.Amount.Amount;
            _sums[purchase.Amount.Currency] = (network, purchase.Status switch
            {
                PurchaseStatus.Pending => ours with { Pending = ours.Pending + amount },
                PurchaseStatus.Confirmed => ours with { Confirmed = ours.Confirmed + amount },
                _ => ours with { Ended = ours.Ended + amount },
            });
        }
    }

    private (StatusSums Network, StatusSums Ours) Of(string currency) =>
        _sums.TryGetValue(currency, out var sums) ? sums : (new StatusSums(), new StatusSums());
}
