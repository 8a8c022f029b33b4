namespace Cashback.Messages;

[GenerateSerializer, Alias("message-status")]
public enum MessageStatus
{
    Waiting,

    /// <summary>The service has taken it.</summary>
    Sent,

    Delivered,

    /// <summary>The service took it, but it did not reach the phone.</summary>
    NotDelivered,

    /// <summary>The service refused it, or did not take it for a day.</summary>
    GivenUp,

    /// <summary>Not sent, because of a limit.</summary>
    Dropped,

    /// <summary>An attempt began, and it is not known whether the service took it; it is not sent again.</summary>
    Unknown,
}

/// <summary>What became of a message. Neither its receiver nor its text is shown.</summary>
/// <param name="Channel"><c>sms</c> or <c>email</c>.</param>
/// <param name="NotBefore">While it waits: when it is tried next, at the earliest.</param>
/// <param name="Reason">Why it waits, was given up, dropped or not delivered.</param>
/// <param name="ServiceId">The service's id of it, for queries there.</param>
[GenerateSerializer, Immutable, Alias("message-view")]
public sealed record MessageView(
    [property: Id(0)] string Id,
    [property: Id(1)] string Template,
    [property: Id(2)] string Channel,
    [property: Id(3)] MessageStatus Status,
    [property: Id(4)] DateTimeOffset AcceptedAt,
    [property: Id(5)] int Attempts,
    [property: Id(6)] DateTimeOffset? NotBefore,
    [property: Id(7)] DateTimeOffset? EndedAt,
    [property: Id(8)] string? Reason,
    [property: Id(9)] string? ServiceId);
