namespace Cashback.Messages;

/// <summary>
/// One message to one person until it is sent, key <c>msg:ID</c>. News to a subscriber that ended with its first attempt has no
/// record here: its subscriber's journal has it.
/// </summary>
[Alias("message")]
public interface IMessageGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes the message over: durable before the first attempt, tried at once, then by reminder with back-off until
    /// it is sent or too old. Repeated: the first message is kept. For an attempt whose answer was lost the service
    /// is queried before it is tried again; where it does not know, only what is waited for is sent again.
    /// </summary>
    [Alias("send")]
    Task SendAsync(Message message);

    /// <summary>The same for a message that the caller may have tried to send already.</summary>
    [Alias("resume")]
    Task ResumeAsync(Message message);

    /// <summary>Takes over a message whose first attempt has failed already: durable, and tried again after a minute.</summary>
    [Alias("keep")]
    Task KeepAsync(Message message, FirstAttempt first);

    /// <summary>Null: it has no record here.</summary>
    [Alias("get")]
    Task<MessageView?> GetAsync();

    /// <summary>Queries the service whether the message was delivered, unless that is known, and keeps the answer.</summary>
    /// <param name="to">The number that it was for: it is not kept with the message.</param>
    /// <param name="noted">What its subscriber's journal says of it: where it has no record yet, the answer begins one.</param>
    [Alias("ask-delivery")]
    Task<MessageView?> CheckDeliveryAsync(Phone to, MessageView? noted);
}

/// <summary>A message as a template with its values: the text is made when it is sent.</summary>
/// <param name="To">Whom it is for; an SMS goes there.</param>
/// <param name="Template">A name of <c>MessageTemplates</c>: purchase-registered, settled, payout-refused, …</param>
/// <param name="Values">Placeholders of the template.</param>
/// <param name="Locale"><c>ru</c> or <c>en</c>.</param>
/// <param name="Email">Where a letter goes, for a template that is one.</param>
/// <param name="Drop">Why it is not to be sent: then it is only noted.</param>
[GenerateSerializer, Immutable, Alias("message-content")]
public sealed record Message(
    [property: Id(0)] Phone To,
    [property: Id(1)] string Template,
    [property: Id(2)] IReadOnlyDictionary<string, string> Values,
    [property: Id(3)] string Locale,
    [property: Id(4)] string? Email = null,
    [property: Id(5)] string? Drop = null);

/// <summary>An attempt that failed.</summary>
/// <param name="Doubtful">It may have got through all the same.</param>
[GenerateSerializer, Immutable, Alias("first-attempt")]
public sealed record FirstAttempt(
    [property: Id(0)] DateTimeOffset AcceptedAt, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string Error,
    [property: Id(3)] bool Doubtful = false);
