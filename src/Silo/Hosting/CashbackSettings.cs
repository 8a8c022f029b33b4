using System.Net;
using Cashback.Programme;
using Cashback.Storage;

namespace Cashback.Silo.Hosting;

/// <summary>Settings of a process, section <c>Cashback</c> (as environment: <c>Cashback__Storage__Provider</c> …).</summary>
public sealed class CashbackSettings : ICheckedSettings
{
    public const string Section = "Cashback";

    public StorageSettings Storage { get; set; } = new();

    public ClusterSettings Cluster { get; set; } = new();

    /// <summary>
    /// At least 32 random bytes, base64, the same for all processes of a cluster. In Development on SQLite one is made
    /// at the first start and kept in the data folder.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// By their ids, 1 to 15, where there is more than one: all of them can be read with, and <see cref="CurrentSecret"/> is written with.
    /// <see cref="Secret"/> is the one with the id 1.
    /// </summary>
    public Dictionary<string, string> Secrets { get; set; } = [];

    /// <summary>The id of the secret with which everything new is made. Needed only where there is more than one.</summary>
    public int? CurrentSecret { get; set; }

    public ProgrammeSettings Programme { get; set; } = new();

    public DevelopmentSettings Development { get; set; } = new();

    /// <summary>Whether a master secret is set at all.</summary>
    internal bool HasSecret => Secret is { Length: > 0 } || CurrentSecret is not null || Secrets.Values.Any(secret => secret.Length > 0);

    public IEnumerable<string> Faults() =>
    [
        .. Storage.Faults().Within(nameof(Storage)),
        .. Programme.Faults().Within(nameof(Programme)),
        .. Cluster.Faults().Within(nameof(Cluster)),
        .. SecretSettings.Faults(this),
    ];
}

/// <summary>For the Development environment only, whose keys are well known.</summary>
public sealed class DevelopmentSettings
{
    /// <summary>
    /// It may listen on other addresses than the loopback's; takes effect only together with <see cref="NothingIsReal"/>.
    /// </summary>
    public bool BeyondLoopback { get; set; }

    /// <summary>Confirms that there are no real numbers, bonuses or keys in it.</summary>
    public bool NothingIsReal { get; set; }
}

public sealed class ClusterSettings : ICheckedSettings
{
    /// <summary>The address other processes reach this silo at; null: the first of this machine. Only for postgres.</summary>
    public string? Address { get; set; }

    /// <summary>Between silos. 0: any free port.</summary>
    public int SiloPort { get; set; }

    /// <summary>For the API processes. 0: any free port.</summary>
    public int GatewayPort { get; set; }

    /// <summary>How long a silo may take to answer a probe; after three missed in a row it is declared dead.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Faults()
    {
        if (Address is not null && !IPAddress.TryParse(Address, out _))
        {
            yield return CheckedSettings.Fault(nameof(Address), Address, "an IP address");
        }

        foreach (var (name, port) in ((string, int)[])[(nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort)])
        {
            if (port is < 0 or > IPEndPoint.MaxPort)
            {
                yield return CheckedSettings.Fault(name, port, $"a port from 1 to {IPEndPoint.MaxPort}, or 0 for any free one");
            }
        }

        if (ProbeTimeout < TimeSpan.FromMilliseconds(100))
        {
            yield return CheckedSettings.Fault(nameof(ProbeTimeout), ProbeTimeout, "a duration of at least 00:00:00.1");
        }
    }
}
