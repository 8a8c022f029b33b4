using Cashback.Phones;
using Cashback.Programme;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Auth;

/// <summary>Sign-in by the operator's mobile gateway. Section <c>Cashback:GatewaySignIn</c>.</summary>
public sealed class GatewaySignInSettings : ICheckedSettings
{
    public const string Section = "Cashback:GatewaySignIn";
    private const int KeyBytesMin = 32;
    private const int KeysMax = 2;
    private const int NameMax = 32;

    /// <summary>Name → at least 32 random bytes, base64. Two while one replaces the other; none: nobody can sign in this way.</summary>
    public Dictionary<string, string> Keys { get; set; } = [];

    public IEnumerable<string> Faults()
    {
        if (Keys.Count > KeysMax)
        {
            yield return $"Keys holds {Keys.Count} keys; expected are at most {KeysMax}, the new one and the one that it replaces.";
        }

        foreach (var (name, key) in Keys)
        {
            if (name.Length > NameMax || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                yield return $"Keys:{name} has a name that can't stand in the header; expected are up to {NameMax} letters, digits, - and _.";
            }

            var bytes = new byte[key.Length];
            if (!Convert.TryFromBase64String(key, bytes, out var written) || written < KeyBytesMin)
            {
                // The text itself is left out: it may be a key after all.
                yield return $"Keys:{name} is not set to at least {KeyBytesMin} random bytes in base64; make them with: openssl rand -base64 {KeyBytesMin}";
            }
        }
    }
}

/// <summary>The gateway's keys, by their names.</summary>
internal sealed class GatewayKeys(IOptions<GatewaySignInSettings> settings)
{
    private readonly Dictionary<string, byte[]> _keys =
        settings.Value.Keys.ToDictionary(key => key.Key, key => Convert.FromBase64String(key.Value), StringComparer.OrdinalIgnoreCase);

    public bool IsOff => _keys.Count == 0;

    public bool TryRead(string header, out GatewayAssertion assertion) =>
        GatewayAssertion.TryRead(header, name => _keys.GetValueOrDefault(name), out assertion);
}
