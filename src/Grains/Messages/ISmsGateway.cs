namespace Cashback.Messages;

/// <summary>Sends SMS.</summary>
public interface ISmsGateway
{
    /// <param name="messageId">Our own id, passed on: the same id again must not send twice.</param>
    /// <exception cref="HttpRequestException">Not known to be sent: try again with the same id.</exception>
    Task SendAsync(string messageId, Phone to, string text, CancellationToken cancellation);
}
