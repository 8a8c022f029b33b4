using Cashback.Sessions;

namespace Cashback.Phones;

[GenerateSerializer, Alias("gateway-check")]
public enum GatewayCheck
{
    Accepted,

    /// <summary>This assertion was used before.</summary>
    Replayed,

    /// <summary>More sign-ins of this number than anybody makes.</summary>
    TooMany,

    /// <summary>The number is not the operator's, whose gateway can't know who has it.</summary>
    NotTheOperators,
}

/// <param name="Session">For <see cref="GatewayCheck.Accepted"/>.</param>
/// <param name="Registered">Whether this sign-in made the subscriber.</param>
[GenerateSerializer, Immutable, Alias("gateway-verdict")]
public sealed record GatewayVerdict(
    [property: Id(0)] GatewayCheck Check,
    [property: Id(1)] SessionTicket? Session = null,
    [property: Id(2)] bool Registered = false,
    [property: Id(3)] string? DeviceToken = null);
