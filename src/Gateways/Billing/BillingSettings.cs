namespace Cashback.Gateways;

/// <summary>The operator's billing system. Section <c>Cashback:Billing</c>.</summary>
public sealed class BillingSettings
{
    public const string Section = "Cashback:Billing";

    /// <summary>Where top-ups are posted to. Must be set outside Development; there, unset means the sandbox.</summary>
    public Uri? Url { get; set; }

    /// <summary>Sent as <c>Authorization: Bearer</c>, if set.</summary>
    public string? Token { get; set; }
}
