namespace Cashback.Quarantine;

/// <summary>Which messages in quarantine are meant; what is null does not matter.</summary>
/// <param name="From">First seen then or later.</param>
/// <param name="To">First seen before then.</param>
[GenerateSerializer, Immutable, Alias("quarantine-filter")]
public sealed record QuarantineFilter(
    [property: Id(0)] QuarantineState State,
    [property: Id(1)] string? Network = null,
    [property: Id(2)] string? Reason = null,
    [property: Id(3)] DateTimeOffset? From = null,
    [property: Id(4)] DateTimeOffset? To = null);
