using Cashback.Stores;

namespace Cashback.Networks;

/// <summary>What a network's message turned out to be.</summary>
public abstract record Reading
{
    private Reading()
    {
    }

    /// <summary>A report of one order line, for that store to judge.</summary>
    public sealed record Order(string StoreId, PartnerReport Report) : Reading;

    /// <summary>A required parameter is missing, or one can't be read.</summary>
    public sealed record Malformed(string Parameter, LocalText Why) : Reading;

    /// <summary>Well-formed, but it can't be said what it means or whose it is.</summary>
    /// <param name="Reason">unknown-click, unknown-status, unreadable-line-id or correction.</param>
    public sealed record Unattributable(string Reason) : Reading;
}
