using System.Collections.Immutable;

namespace Cashback.Cards;

/// <summary>
/// All transactions of one week of one card, by the time they happened; ids are remembered here. In the order of time and id.
/// </summary>
[GenerateSerializer, Immutable, Alias("card-week-record")]
public sealed record CardWeek
{
    private const int EntriesMax = 2_000;

    [Id(0)] public ImmutableArray<CardEntry> Entries { get; init; } = [];

    /// <summary>What the week earned, refunds taken off.</summary>
    public decimal Cashback() => Entries.Sum(entry => entry.Cashback);

    /// <summary>Each id counts once. The same id with another content is refused: the first one is kept.</summary>
    public (CardWeek Next, IReadOnlyList<CardTransactionResult> Results) Take(IReadOnlyList<CardEntry> entries)
    {
        var known = Entries.ToDictionary(entry => entry.Transaction.Id, StringComparer.Ordinal);
        var results = new List<CardTransactionResult>(entries.Count);
        foreach (var entry in entries)
        {
            var transaction = entry.Transaction;
            if (known.TryGetValue(transaction.Id, out var first))
            {
                results.Add(first.Transaction with { Merchant = transaction.Merchant } == transaction
                    ? new(transaction.Id, FeedResult.Unchanged)
                    : KnownOtherwise(transaction.Id));
            }
            else if (known.Count >= EntriesMax)
            {
                results.Add(new(transaction.Id, FeedResult.Refused, "card", new(
                    $"The card has {EntriesMax} transactions in this week already.",
                    $"На этой неделе по карте уже {EntriesMax} операций.")));
            }
            else
            {
                known.Add(transaction.Id, entry);
                results.Add(new(transaction.Id, FeedResult.Applied));
            }
        }

        return known.Count == Entries.Length ? (this, results) : (new CardWeek { Entries = [.. InOrder(known.Values)] }, results);
    }

    public static CardTransactionResult KnownOtherwise(string id) =>
        new(id, FeedResult.Refused, "id", new(
            "This id is known with another time, code, amount or kind; the first one stands.",
            "Операция с этим id уже известна с другими временем, кодом, суммой или видом; остаётся первая."));

    public static IOrderedEnumerable<CardEntry> InOrder(IEnumerable<CardEntry> entries) =>
        entries.OrderBy(entry => entry.Transaction.At).ThenBy(entry => entry.Transaction.Id, StringComparer.Ordinal);
}
