using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Auth;

/// <summary>Operators by their own keys.</summary>
internal sealed class OperatorKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, OperatorKeys keys)
    : ApiKeyHandler(options, log, encoder)
{
    protected override string Realm => "operations";

    protected override ValueTask<IReadOnlyList<Claim>?> FindAsync(string key) =>
        ValueTask.FromResult<IReadOnlyList<Claim>?>(keys.NameOf(key) is { } name ? [new Claim(CallerClaims.Operator, name)] : null);
}

/// <summary>The operators' keys, hashed.</summary>
internal sealed class OperatorKeys
{
    private const int KeyLengthMax = 256;
    private readonly Secrets _secrets;
    private readonly (string Name, KeyedHash Hash)[] _keys;

    public OperatorKeys(Secrets secrets, IOptions<OperationsSettings> settings)
    {
        _secrets = secrets;
        _keys = [.. settings.Value.Keys.Select(key => (key.Key, OperationsSettings.Read(key.Value)))];
    }

    /// <summary>Null if no operator has this key. Every key is compared in full, so the time tells nothing.</summary>
    public string? NameOf(string key)
    {
        if (key.Length is 0 or > KeyLengthMax)
        {
            return null;
        }

        var hashes = OperationsSettings.Hashes(_secrets, key);
        string? found = null;
        foreach (var (name, known) in _keys)
        {
            foreach (var hash in hashes)
            {
                found = known.IsSame(hash) ? name : found;
            }
        }

        return found;
    }
}
