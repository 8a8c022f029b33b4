using System.Net;

namespace Cashback.Networks;

/// <summary>From where a network may send.</summary>
public sealed class AllowedAddresses
{
    private readonly IPNetwork[] _networks;

    /// <param name="texts">Null: from everywhere.</param>
    public AllowedAddresses(IReadOnlyList<string>? texts)
    {
        _networks = [.. (texts ?? []).Select(text => TryParse(text, out var network) ? network : throw new FormatException($"'{text}' is no network."))];
        Everywhere = texts is null;
    }

    public bool Everywhere { get; }

    /// <param name="address">Null: unknown, and so nowhere.</param>
    public bool Allows(IPAddress? address)
    {
        if (Everywhere || address is null)
        {
            return Everywhere;
        }

        return Contain(Plain(address));
    }

    private bool Contain(IPAddress address) => Array.Exists(_networks, network => network.Contains(address));

    /// <summary>One address is a network of its own.</summary>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        network = default;
        if (text is null || text.Contains('%', StringComparison.Ordinal))
        {
            return false;
        }

        if (text.Contains('/', StringComparison.Ordinal))
        {
            // Bits beside the prefix are a slip of the pen: of a network, or of one address?
            return IPNetwork.TryParse(text, out network)
                && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var first)
                && network.BaseAddress.Equals(first);
        }

        // "10" is an address to the parser, and hardly to whoever wrote it.
        if (!IPAddress.TryParse(text, out var address) || !(text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3))
        {
            return false;
        }

        var plain = Plain(address);
        network = new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
        return true;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
