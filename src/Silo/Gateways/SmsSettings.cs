namespace Cashback.Silo.Gateways;

/// <summary>An SMS service that speaks SMSC.ru's HTTP interface. Section <c>Cashback:Sms</c>.</summary>
public sealed class SmsSettings
{
    public const string Section = "Cashback:Sms";

    public Uri Url { get; set; } = new("https://smsc.ru/sys/send.php");

    /// <summary>Must be set outside Development, with <see cref="Password"/>, unless <see cref="ApiKey"/> is; there, all unset means the sandbox.</summary>
    public string? Login { get; set; }

    public string? Password { get; set; }

    /// <summary>Instead of login and password.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The sender's name shown on the phone, registered with the service; unset: the service's default.</summary>
    public string? Sender { get; set; }

    internal bool HasCredentials => !string.IsNullOrEmpty(ApiKey) || (!string.IsNullOrEmpty(Login) && !string.IsNullOrEmpty(Password));
}
