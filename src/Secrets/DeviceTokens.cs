using System.Globalization;

namespace Cashback.Phones;

/// <summary>
/// What a device keeps from a sign-in to show, when it asks for a code, that it has signed in to this number before:
/// <c>ULID.KEY.PROOF</c>. The proof is a keyed hash over the number and its owner, so that nothing needs to be stored, and it says
/// nothing to who has it but not the key. Made in the number's grain and read there.
/// </summary>
public sealed class DeviceTokens(KeyRing keys)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(365);
    private const int LengthMax = 128;

    public string Make(string deviceId, Phone phone, string subscriberId) => $"{deviceId}.{keys.Sign(Claim(deviceId, phone, subscriberId))}";

    /// <returns>The device's id; null for everything that was not made for this number and owner in the last year.</returns>
    public string? Read(string? token, Phone phone, string subscriberId, DateTimeOffset now)
    {
        if (token is null or { Length: > LengthMax } || token.Split('.', 2) is not [var deviceId, var proof]
            || !Ulid.TryParse(deviceId, CultureInfo.InvariantCulture, out var made) || now >= made.Time + Life)
        {
            return null;
        }

        return keys.Verify(Claim(deviceId, phone, subscriberId), proof) ? deviceId : null;
    }

    private static string Claim(string deviceId, Phone phone, string subscriberId) => $"{deviceId}:{phone.E164}:{subscriberId}";
}
