namespace Cashback.Messages;

/// <summary>Sends SMS.</summary>
public interface ISmsGateway
{
    /// <param name="messageId">Our own id, passed on: the same id again must not send twice.</param>
    /// <returns>The service's own id of the message, to ask for its delivery by; null if it gave none.</returns>
    /// <exception cref="SendingException">Says whether to try again with the same id; so does any other exception.</exception>
    Task<string?> SendAsync(string messageId, Phone to, string text, CancellationToken cancellation);
}
