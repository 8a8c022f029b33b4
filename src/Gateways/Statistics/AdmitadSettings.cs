using Cashback.Programme;

namespace Cashback.Gateways;

/// <summary>
/// Access to Admitad's statistics, section <c>Cashback:Networks:admitad:Statistics</c>. Without credentials they are not
/// fetched.
/// </summary>
public sealed class AdmitadSettings : ICheckedSettings
{
    public const string Section = "Cashback:Networks:admitad:Statistics";

    public Uri BaseUrl { get; set; } = new("https://api.admitad.com/");

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>Only actions of this ad space; null: all.</summary>
    public string? WebsiteId { get; set; }

    public bool HasCredentials => !string.IsNullOrEmpty(ClientId) && !string.IsNullOrEmpty(ClientSecret);

    public IEnumerable<string> Faults()
    {
        if (!HasCredentials && !string.IsNullOrEmpty(ClientId + ClientSecret))
        {
            yield return $"ClientId and {Section}:ClientSecret go together: set both, or none to leave the statistics alone.";
        }

        if (!GatewayServices.IsHttp(BaseUrl))
        {
            yield return "BaseUrl is not an http(s) address.";
        }
    }
}
