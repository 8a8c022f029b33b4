namespace Cashback.Messages;

/// <summary>One message to one person until it is sent, key <c>msg:ID</c>.</summary>
[Alias("message")]
public interface IMessageGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes the message over: durable before the first attempt, tried at once, then by reminder with back-off until
    /// it is sent or too old. Repeated: the first message stands, nothing is sent twice by us (the own id goes to the
    /// gateway, so that it can drop a repetition too).
    /// </summary>
    [Alias("send")]
    Task SendAsync(Message message);
}

/// <summary>A message as a template with its values: the text is made when it is sent.</summary>
/// <param name="To">Whom it is for; an SMS goes there.</param>
/// <param name="Template">A name of <c>MessageTemplates</c>: purchase-registered, settled, payout-refused, …</param>
/// <param name="Values">Placeholders of the template.</param>
/// <param name="Locale"><c>ru</c> or <c>en</c>.</param>
/// <param name="Email">Where a letter goes, for a template that is one.</param>
[GenerateSerializer, Immutable, Alias("message-content")]
public sealed record Message(
    [property: Id(0)] Phone To,
    [property: Id(1)] string Template,
    [property: Id(2)] IReadOnlyDictionary<string, string> Values,
    [property: Id(3)] string Locale,
    [property: Id(4)] string? Email = null);
