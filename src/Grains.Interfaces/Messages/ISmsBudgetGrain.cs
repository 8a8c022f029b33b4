namespace Cashback.Messages;

/// <summary>What the programme spends on SMS in one day of its calendar, key <c>sms:2026-11-22</c>.</summary>
[Alias("sms-budget")]
public interface ISmsBudgetGrain : IGrainWithStringKey
{
    /// <summary>Draws an allowance; what is drawn counts as spent. A call whose answer is lost draws, and nobody spends it.</summary>
    /// <returns>What was given: all that was wanted, or what was left of the limit.</returns>
    [Alias("draw")]
    Task<long> DrawAsync(long wanted, long limit);

    /// <summary>Parts of SMS that were drawn on this day.</summary>
    [Alias("drawn")]
    Task<long> GetDrawnAsync();
}
