namespace Cashback.Certificates;

/// <summary>
/// Counts wrong codes of one caller of the shops' side, key <c>guesses:key-ID</c> or <c>guesses:address-ADDRESS</c>: slowed
/// down after a few, then blocked.
/// </summary>
[Alias("guess-guard")]
public interface IGuessGuardGrain : IGrainWithStringKey
{
    /// <summary>Requests to try a code.</summary>
    /// <returns>Null: allowed; report the result with <see cref="LeaveAsync"/>; else how long to wait.</returns>
    [Alias("enter")]
    Task<TimeSpan?> EnterAsync();

    [Alias("leave")]
    Task LeaveAsync(bool wrongCode);
}
