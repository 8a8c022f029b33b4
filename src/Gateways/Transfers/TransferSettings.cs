using Cashback.Programme;

namespace Cashback.Gateways;

/// <summary>A service that transfers real money. Sections <c>Cashback:Wallet</c> and <c>Cashback:CardBank</c>.</summary>
public sealed class TransferSettings : ICheckedSettings
{
    public const string Wallet = "Cashback:Wallet";
    public const string CardBank = "Cashback:CardBank";

    /// <summary>Where transfers are posted to. Unset: there is no such service; in Development, a sandbox.</summary>
    public Uri? Url { get; set; }

    /// <summary>Sent as <c>Authorization: Bearer</c>, if set.</summary>
    public string? Token { get; set; }

    public IEnumerable<string> Faults()
    {
        if (Url is not null && !GatewayServices.IsHttp(Url))
        {
            yield return "Url is not an http(s) address.";
        }
    }
}
