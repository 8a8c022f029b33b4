namespace Cashback.Subscribers;

/// <summary>What the running month has accrued: at most the monthly cap, over everything that accrues.</summary>
internal sealed record Accrual(YearMonth Month, long Earned)
{
    public long Room(long cap) => Math.Max(0, cap - Earned);

    /// <summary>Credits what fits under the cap; the rest is not paid and not carried over.</summary>
    public (Accrual Next, long Credited, long OverLimit) Credit(long wanted, long cap)
    {
        var credited = Math.Min(wanted, Room(cap));
        return (this with { Earned = Earned + credited }, credited, wanted - credited);
    }

    /// <summary>A reversal in the same month gives its room back; what was cut earlier is not paid afterwards.</summary>
    public Accrual TakeBack(long bonuses) => this with { Earned = Earned - bonuses };
}
