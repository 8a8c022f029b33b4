using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cashback.Campaigns;

/// <param name="Total">Whole bonuses that the book has promised, or is about to.</param>
internal sealed record BudgetShare(int Book, long Total, long Revision);

/// <summary>
/// What each book of claims may promise. A share can be higher than what its book really promised (a crash before the
/// book was saved), until the book is touched again; it is never lower, so the sum of promises is never over the budget.
/// </summary>
internal sealed record WelcomeBudget
{
    public ImmutableArray<BudgetShare> Shares { get; init; } = [];

    [JsonIgnore]
    public long Reserved => Shares.Sum(share => share.Total);

    public (WelcomeBudget Next, bool Covered) Reserve(int book, long total, long revision, long budget)
    {
        var known = Shares.FirstOrDefault(share => share.Book == book);
        if (known is not null && revision < known.Revision)
        {
            return (this, false);
        }

        var before = known?.Total ?? 0;
        if (total > before && Reserved - before + total > budget)
        {
            return (this, false);
        }

        var share = new BudgetShare(book, total, revision);
        return (share == known ? this : this with { Shares = known is null ? Shares.Add(share) : Shares.Replace(known, share) }, true);
    }
}
