namespace Cashback.Benchmarks;

/// <summary>What the messages must lead to, computed from them alone: no code of the measured services takes part.</summary>
public sealed class Expectation(int subscribers)
{
    private readonly long[] _confirmed = new long[subscribers];

    /// <summary>Purchases that wait for their deadline.</summary>
    public long Pending { get; private set; }

    /// <summary>Messages to subscribers: one for each change of a purchase.</summary>
    public long Messages { get; private set; }

    /// <summary>Bonuses of a subscriber, by number: never over the monthly cap.</summary>
    public long BalanceOf(int subscriber) => Math.Min(_confirmed[subscriber], Population.MonthlyCap);

    public void Opened()
    {
        Pending++;
        Messages++;
    }

    /// <param name="wasOpen">Whether the order had been reported before the decision on it.</param>
    /// <param name="cashback">What it brings; 0 if it was declined.</param>
    public void Decided(int subscriber, bool wasOpen, long cashback)
    {
        Pending -= wasOpen ? 1 : 0;
        Messages++;
        _confirmed[subscriber] += cashback;
    }
}
