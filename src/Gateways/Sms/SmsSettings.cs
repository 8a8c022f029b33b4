using Cashback.Programme;

namespace Cashback.Gateways;

/// <summary>An SMS service. Section <c>Cashback:Sms</c>.</summary>
public sealed class SmsSettings : ICheckedSettings
{
    public const string Section = "Cashback:Sms";

    public const string Smsc = "smsc.ru";
    public const string SmsRu = "sms.ru";

    /// <summary>The protocol of the service: <c>smsc.ru</c> or <c>sms.ru</c>.</summary>
    public string Service { get; set; } = Smsc;

    /// <summary>Where messages are sent to; unset: the service's own address.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// SMSC.ru only. Must be set outside Development, with <see cref="Password"/>, unless <see cref="ApiKey"/> is; there, all
    /// unset means the sandbox.
    /// </summary>
    public string? Login { get; set; }

    public string? Password { get; set; }

    /// <summary>Instead of login and password; SMS.RU's <c>api_id</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The sender's name shown on the phone, registered with the service; unset: the service's default.</summary>
    public string? Sender { get; set; }

    internal Uri SendUrl => Url ?? new Uri(Service == SmsRu ? "https://sms.ru/sms/send" : "https://smsc.ru/sys/send.php");

    /// <summary>Beside the address that messages are sent to.</summary>
    internal Uri StatusUrl => new(SendUrl, Service == SmsRu ? "status" : "status.php");

    internal bool HasCredentials =>
        !string.IsNullOrEmpty(ApiKey) || (Service != SmsRu && !string.IsNullOrEmpty(Login) && !string.IsNullOrEmpty(Password));

    public IEnumerable<string> Faults()
    {
        if (!HasCredentials)
        {
            yield return $"ApiKey, or {Section}:Login and {Section}:Password, are not set: set them to the SMS service's (environment variable "
                + "Cashback__Sms__ApiKey, …). Only Development has a sandbox instead.";
        }

        if (!GatewayServices.IsHttp(SendUrl))
        {
            yield return "Url is not an http(s) address.";
        }

        if (Service is not (Smsc or SmsRu))
        {
            yield return $"Service is neither {Smsc} nor {SmsRu}.";
        }
    }
}
