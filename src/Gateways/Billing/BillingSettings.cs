using Cashback.Programme;

namespace Cashback.Gateways;

/// <summary>The operator's billing system. Section <c>Cashback:Billing</c>.</summary>
public sealed class BillingSettings : ICheckedSettings
{
    public const string Section = "Cashback:Billing";

    /// <summary>Where top-ups are posted to. Must be set outside Development; there, unset means the sandbox.</summary>
    public Uri? Url { get; set; }

    /// <summary>Sent as <c>Authorization: Bearer</c>, if set.</summary>
    public string? Token { get; set; }

    public IEnumerable<string> Faults()
    {
        if (!GatewayServices.IsHttp(Url))
        {
            yield return "Url is not set to an http(s) address: set it to the billing system's address for top-ups (environment variable "
                + "Cashback__Billing__Url). Only Development has a sandbox instead.";
        }
    }
}
