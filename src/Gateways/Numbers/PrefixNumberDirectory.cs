using Cashback.Phones;
using Cashback.Subscribers;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>The default number directory: a table of prefixes, the longest one that fits decides.</summary>
internal sealed class PrefixNumberDirectory(IOptions<NumberDirectorySettings> settings) : INumberDirectory
{
    private readonly (string Prefix, SubscriberKind Kind)[] _longestFirst =
    [
        .. settings.Value.Operator.Select(prefix => (Prefix: prefix, Kind: SubscriberKind.Individual))
            .Concat(settings.Value.Corporate.Select(prefix => (Prefix: prefix, Kind: SubscriberKind.Corporate)))
            .OrderByDescending(entry => entry.Prefix.Length),
    ];

    public Task<SubscriberKind> FindKindAsync(Phone phone, CancellationToken cancellation)
    {
        foreach (var (prefix, kind) in _longestFirst)
        {
            if (phone.E164.StartsWith(prefix, StringComparison.Ordinal))
            {
                return Task.FromResult(kind);
            }
        }

        return Task.FromResult(SubscriberKind.Guest);
    }
}
