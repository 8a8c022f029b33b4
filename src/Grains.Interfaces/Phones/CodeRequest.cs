namespace Cashback.Phones;

/// <summary>A request for a sign-in code.</summary>
/// <param name="Address">Where the request comes from: an address, or the network that it is in.</param>
/// <param name="AddressCodesPerHour">How many codes such an address can request in an hour before it is slowed down.</param>
/// <param name="DeviceToken">Of an earlier sign-in on the same device.</param>
/// <param name="Solved">The proof of work that was checked; null: none was given.</param>
[GenerateSerializer, Immutable, Alias("code-request")]
public sealed record CodeRequest(
    [property: Id(0)] RegistrationDetails Details,
    [property: Id(1)] string Address,
    [property: Id(2)] int AddressCodesPerHour,
    [property: Id(3)] string? DeviceToken = null,
    [property: Id(4)] SolvedWork? Solved = null);

/// <param name="Nonce">Of the proof; it is used once.</param>
[GenerateSerializer, Immutable, Alias("solved-work")]
public sealed record SolvedWork([property: Id(0)] string Nonce, [property: Id(1)] DateTimeOffset ValidUntil);
