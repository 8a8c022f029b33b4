using Cashback.Programme;

namespace Cashback.Gateways;

/// <summary>A fiscal-data service that speaks proverkacheka.com's interface. Section <c>Cashback:FiscalData</c>.</summary>
public sealed class FiscalDataSettings : ICheckedSettings
{
    public const string Section = "Cashback:FiscalData";

    public Uri Url { get; set; } = new("https://proverkacheka.com/api/v1/check/get");

    /// <summary>Unset: receipts are not taken; in Development a sandbox answers instead.</summary>
    public string? Token { get; set; }

    public IEnumerable<string> Faults()
    {
        if (!GatewayServices.IsHttp(Url))
        {
            yield return "Url is not an http(s) address.";
        }
    }
}
