namespace Cashback.Phones;

/// <summary>Counts the sign-in codes of the whole programme: one grain for all, key <c>signingate:all</c>.</summary>
[Alias("sign-in-gate")]
public interface ISignInGateGrain : IGrainWithStringKey
{
    /// <summary>Requests one code; where the gate is open it is counted.</summary>
    /// <param name="knownDevice">The device has signed in before: it is counted, and never turned away.</param>
    /// <param name="solved">A proof of work was given.</param>
    [Alias("enter")]
    Task<SignInGate> EnterAsync(bool knownDevice, bool solved);
}

/// <summary>Slows down an address that requests many codes, key <c>signinaddress:ADDRESS</c>. Kept in memory.</summary>
[Alias("sign-in-address")]
public interface ISignInAddressGrain : IGrainWithStringKey
{
    /// <summary>Requests one more code.</summary>
    /// <returns>Null: allowed; else when to try again.</returns>
    [Alias("enter")]
    Task<DateTimeOffset?> EnterAsync(int codesPerHour);
}

/// <param name="NextAt">For <see cref="SignInGateState.Spent"/>: when the next hour begins.</param>
[GenerateSerializer, Immutable, Alias("sign-in-gate-answer")]
public sealed record SignInGate([property: Id(0)] SignInGateState State, [property: Id(1)] DateTimeOffset NextAt = default);

[GenerateSerializer, Alias("sign-in-gate-state")]
public enum SignInGateState
{
    Open,

    /// <summary>So many codes are requested that a proof of work is expected.</summary>
    WorkExpected,

    /// <summary>The hour's budget of sign-in SMS is spent.</summary>
    Spent,
}
