namespace Cashback.Gateways;

/// <summary>Access to Admitad's statistics, section <c>Cashback:Networks:admitad:Statistics</c>. Without credentials they are not fetched.</summary>
public sealed class AdmitadSettings
{
    public const string Section = "Cashback:Networks:admitad:Statistics";

    public Uri BaseUrl { get; set; } = new("https://api.admitad.com/");

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>Only actions of this ad space; null: all.</summary>
    public string? WebsiteId { get; set; }

    public bool HasCredentials => !string.IsNullOrEmpty(ClientId) && !string.IsNullOrEmpty(ClientSecret);
}
