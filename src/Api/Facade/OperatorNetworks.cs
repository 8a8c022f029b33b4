using System.Net;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Facade;

/// <summary>The operator's own ranges of addresses: thousands of subscribers are behind each address of them.</summary>
internal sealed class OperatorNetworks(IOptions<FacadeSettings> settings)
{
    private readonly IPNetwork[] _networks = [.. settings.Value.Limits.OperatorNetworks.Select(range => IPNetwork.Parse(range))];

    public bool Contain(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && Contain(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private bool Contain(IPAddress address) => Array.Exists(_networks, network => network.Contains(address));
}
