using Cashback.Programme;
using MimeKit;

namespace Cashback.Gateways;

/// <summary>The mail server that letters go out through. Section <c>Cashback:Smtp</c>.</summary>
public sealed class SmtpSettings : ICheckedSettings
{
    public const string Section = "Cashback:Smtp";
    private const int PortMax = 65_535;
    public const string StartTls = "startTls";
    public const string Tls = "tls";
    public const string None = "none";

    /// <summary>Must be set outside Development; there, unset means the sandbox.</summary>
    public string? Host { get; set; }

    /// <summary>Unset: 465 for <c>tls</c>, 587 for <c>startTls</c>, 25 for <c>none</c>.</summary>
    public int? Port { get; set; }

    /// <summary>
    /// <c>startTls</c> (the connection is encrypted before anything else is said, or nothing is sent), <c>tls</c> (from the first
    /// byte on) or <c>none</c> (for a server on the same machine).
    /// </summary>
    public string Security { get; set; } = StartTls;

    /// <summary>Unset: the server asks for none.</summary>
    public string? Login { get; set; }

    public string? Password { get; set; }

    /// <summary>
    /// Whom the letters come from: <c>cashback@example.ru</c>, or with a name, <c>Cashback &lt;cashback@example.ru&gt;</c>.
    /// </summary>
    public string? From { get; set; }

    internal int PortOrDefault => Port ?? Security switch { Tls => 465, None => 25, _ => 587 };

    public IEnumerable<string> Faults()
    {
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            yield return "Host is not set to a server's name: set it to the mail server for letters (environment variable "
                + "Cashback__Smtp__Host). Only Development has a sandbox instead.";
        }

        if (From is null || !MailboxAddress.TryParse(From, out var from) || EmailAddress.Read(from.Address) is null)
        {
            yield return $"From is '{From}'; expected is the address that letters come from, for example Cashback <cashback@example.ru>.";
        }

        if (Port is < 1 or > PortMax)
        {
            yield return $"Port is '{Port}'; expected is a number from 1 to {PortMax}.";
        }

        if (Security is not (StartTls or Tls or None))
        {
            yield return $"Security is '{Security}'; expected is {StartTls}, {Tls} or {None}.";
        }

        if (string.IsNullOrEmpty(Login) != string.IsNullOrEmpty(Password))
        {
            yield return "Password and Cashback:Smtp:Login go together: set both, or none.";
        }
    }
}
