using System.Collections.Immutable;

namespace Cashback.Devices;

/// <summary>
/// What a promotion has spent, and what it has reserved for sales under way. Spent ones are only counted, so it stays small.
/// </summary>
internal sealed record DeviceBudget
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public decimal Spent { get; init; }

    public long Sales { get; init; }

    /// <summary>Id → rubles.</summary>
    public ImmutableSortedDictionary<string, decimal> Reserved { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>When the hour began in which <see cref="HourReserved"/> is counted; null: nothing was reserved yet.</summary>
    public DateTimeOffset? HourFrom { get; init; }

    public decimal HourReserved { get; init; }

    /// <summary>Counts what was reserved by the hour.</summary>
    public DeviceBudget Counted(decimal amount, DateTimeOffset now) => HourFrom is { } from && now - from < Hour
        ? this with { HourReserved = HourReserved + amount }
        : this with { HourFrom = now, HourReserved = amount };

    public decimal Left(decimal budget) => budget - Spent - Reserved.Values.Sum();

    /// <returns>Null: the budget does not have it.</returns>
    /// <exception cref="InvalidOperationException">The id has another sum reserved: a bug, and money must not follow it.</exception>
    public DeviceBudget? Reserve(string id, decimal amount, decimal budget) =>
        Reserved.TryGetValue(id, out var reserved)
            ? reserved == amount ? this : throw new InvalidOperationException($"{id} has {reserved} reserved and asks for {amount}.")
            : amount <= Left(budget) ? this with { Reserved = Reserved.Add(id, amount) } : null;

    public DeviceBudget Spend(string id) => Reserved.TryGetValue(id, out var reserved)
        ? this with { Reserved = Reserved.Remove(id), Spent = Spent + reserved, Sales = Sales + 1 }
        : this;

    public DeviceBudget Release(string id) => Reserved.ContainsKey(id) ? this with { Reserved = Reserved.Remove(id) } : this;
}
