using System.Security.Cryptography;
using System.Text;
using Cashback.Messages;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Cashback.Gateways;

/// <summary>
/// Letters by SMTP, with a connection for each, since they are few. The Message-Id is derived from the message's id, so that
/// the receiver can recognise a letter that is sent again after a lost answer.
/// </summary>
internal sealed class SmtpEmailGateway(IOptions<SmtpSettings> settings, TimeProvider clock) : IEmailGateway
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(9);

    public async Task SendAsync(string messageId, Letter letter, CancellationToken cancellation)
    {
        var server = settings.Value;
        using var mail = Compose(server, messageId, letter);
        using var client = new SmtpClient { Timeout = (int)SendTimeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(server.Host!, server.PortOrDefault, SecurityOf(server), cancellation);
            if (!string.IsNullOrEmpty(server.Login))
            {
                await client.AuthenticateAsync(server.Login, server.Password!, cancellation);
            }

            await client.SendAsync(mail, cancellation);
        }
        catch (SmtpCommandException refusal) when (IsFinal(refusal))
        {
            throw new SendingException(SendingFault.Refused, $"The mail server refused the letter: {(int)refusal.StatusCode} {refusal.Message}", refusal);
        }
        catch (AuthenticationException refusal)
        {
            throw new SendingException(SendingFault.Account, $"The mail server refused the login: {refusal.Message}", refusal);
        }
        catch (Exception failure) when (failure is SmtpCommandException or ProtocolException or ServiceNotConnectedException or IOException
            or SslHandshakeException or System.Net.Sockets.SocketException or TimeoutException or NotSupportedException)
        {
            throw new SendingException(SendingFault.Unreachable, $"The mail server did not take the letter: {failure.Message}", failure);
        }

        // The letter is sent by now: a failed QUIT changes nothing.
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception)
        {
            client.Dispose();
        }
    }

    /// <summary>The same for each attempt at a message.</summary>
    internal static string MessageIdOf(string messageId, string domain) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16))}@{domain}";

    private MimeMessage Compose(SmtpSettings server, string messageId, Letter letter)
    {
        var from = MailboxAddress.Parse(server.From!);
        if (EmailAddress.Read(letter.To) is not { } address || !MailboxAddress.TryParse(address, out var to))
        {
            throw new SendingException(SendingFault.Refused, "The address can't be read.");
        }

        return new MimeMessage([from], [to], letter.Subject, new TextPart("plain") { Text = letter.Text })
        {
            MessageId = MessageIdOf(messageId, from.Domain),
            Date = clock.GetUtcNow(),
        };
    }

    private static SecureSocketOptions SecurityOf(SmtpSettings server) => server.Security switch
    {
        SmtpSettings.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSettings.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    /// <summary>
    /// Whether it is a 5xx for the recipient or the letter. One for the sender or the sign-in is a fault of the account, which
    /// can be corrected.
    /// </summary>
    private static bool IsFinal(SmtpCommandException refusal) =>
        (int)refusal.StatusCode is >= 500 and < 600
        && refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
}
