using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cashback.Phones;

/// <summary>
/// What the operator's mobile gateway vouches for: this request comes from the phone with this number. As a header:
/// <c>v1;key=KEY-NAME;phone=+79161234567;at=UNIX-SECONDS;nonce=RANDOM;sig=HEX</c>, the parts in this order, where <c>sig</c> is
/// the HMAC-SHA256 of all that stands before <c>;sig=</c>.
/// </summary>
/// <param name="Key">The name of the key that it is signed with.</param>
/// <param name="At">When the gateway made it.</param>
/// <param name="Nonce">Never the same twice; 16 to 64 characters.</param>
public sealed record GatewayAssertion(string Key, Phone Phone, DateTimeOffset At, string Nonce)
{
    public const int LengthMax = 256;
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    /// <summary>How far the gateway's clock may be from ours.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private const string SignatureMark = ";sig=";
    private const int NonceMin = 16;
    private const int NonceMax = 64;
    private const int KeyNameMax = 32;
    private const int SecondsDigitsMax = 11;

    /// <summary>From then on it is refused as too old, so that nobody has to remember it.</summary>
    public DateTimeOffset ValidUntil => At + Life + Skew;

    public bool IsTimely(DateTimeOffset now) => At - Skew <= now && now < ValidUntil;

    public string Sign(byte[] key)
    {
        var text = $"v1;key={Key};phone={Phone.E164};at={At.ToUnixTimeSeconds()};nonce={Nonce}";
        return text + SignatureMark + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>False for everything that is not such a header, signed with one of the keys. Who asks learns no more than that.</summary>
    /// <param name="keyOf">The key of a name; null: there is none.</param>
    public static bool TryRead(string header, Func<string, byte[]?> keyOf, out GatewayAssertion assertion)
    {
        assertion = null!;
        var mark = header.LastIndexOf(SignatureMark, StringComparison.Ordinal);
        if (header.Length > LengthMax || mark < 0 || Parse(header[..mark]) is not { } read || keyOf(read.Key) is not { } key)
        {
            return false;
        }

        var signature = header[(mark + SignatureMark.Length)..];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (signature.Length != 2 * given.Length
            || Convert.FromHexString(signature, given, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        assertion = read;
        return CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(header[..mark])));
    }

    private static GatewayAssertion? Parse(string text)
    {
        var parts = text.Split(';');
        return parts is ["v1", ['k', 'e', 'y', '=', .. var key], ['p', 'h', 'o', 'n', 'e', '=', .. var number], ['a', 't', '=', .. var at],
            ['n', 'o', 'n', 'c', 'e', '=', .. var nonce]]
            && key.Length is > 0 and <= KeyNameMax && key.All(IsPlain)
            && nonce.Length is >= NonceMin and <= NonceMax && nonce.All(IsPlain)
            && at.Length <= SecondsDigitsMax && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Phone.TryParse(number, out var phone, out _) && phone.E164 == number
                ? new GatewayAssertion(key, phone, DateTimeOffset.FromUnixTimeSeconds(seconds), nonce)
                : null;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
