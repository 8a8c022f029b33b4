using System.Text.Json.Serialization;
using Orleans.Concurrency;

namespace Cashback.Campaigns;

/// <summary>
/// What a welcome campaign has promised in all, key <c>budget:CAMPAIGN</c>. Each book of claims reports its own sum as a whole, so
/// that a repetition or a crash between the two counts nothing twice.
/// </summary>
[Alias("welcome-budget")]
public interface IWelcomeBudgetGrain : IGrainWithStringKey
{
    /// <summary>Durable before it answers.</summary>
    /// <param name="total">Whole bonuses of all claims of the book, the new one included.</param>
    /// <param name="revision">Of the book; an older one changes nothing.</param>
    /// <returns>False: the budget does not cover it, and the book may not promise it.</returns>
    [Alias("reserve")]
    Task<bool> ReserveAsync(int book, long total, long revision);

    /// <summary>Whole bonuses that are promised.</summary>
    [Alias("reserved"), AlwaysInterleave]
    Task<long> GetReservedAsync();
}

/// <summary>What became of a claim to a welcome reward.</summary>
[GenerateSerializer, Alias("claim-result")]
[JsonConverter(typeof(CamelCaseEnumConverter<ClaimResult>))]
public enum ClaimResult
{
    Granted,

    /// <summary>The number has had the reward, by another account.</summary>
    HadBefore,

    /// <summary>The budget is spent.</summary>
    BudgetSpent,

    /// <summary>Given back, or never held.</summary>
    Released,
}
