namespace Cashback.Claims;

/// <summary>The open claims of all stores together.</summary>
public interface IOpenClaims
{
    /// <returns>The oldest first.</returns>
    Task<IReadOnlyList<Claim>> ListAsync(CancellationToken cancellation);
}
