namespace Cashback.Messages;

/// <param name="To">An e-mail address.</param>
/// <param name="Text">Plain text, lines parted by a line feed.</param>
public sealed record Letter(string To, string Subject, string Text);

/// <summary>Sends letters.</summary>
public interface IEmailGateway
{
    /// <param name="messageId">Our own id; the letter's Message-Id is made of it, so that a repetition is recognised.</param>
    /// <exception cref="SendingException">Its fault decides whether to try again with the same id; so does any other exception.</exception>
    Task SendAsync(string messageId, Letter letter, CancellationToken cancellation);
}
