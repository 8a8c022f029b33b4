namespace Cashback.Referrals;

/// <summary>
/// Promo codes of subscribers: eight characters that can be read aloud (digits and letters without I, L, O, U; 40 bits).
/// Made of the subscriber's id by a secret, so that making one again makes the same.
/// </summary>
public static class PromoCode
{
    public const int Length = 8;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int LetterBits = 5;

    /// <param name="attempt">Counts up where a code turned out to be another subscriber's.</param>
    public static string Make(KeyRing keys, string subscriberId, int attempt)
    {
        var hash = keys.Hash($"{subscriberId}:{attempt}").Hash;
        return string.Create(Length, BitConverter.ToUInt64(hash), (letters, bits) =>
        {
            for (var i = 0; i < letters.Length; i++, bits >>= LetterBits)
            {
                letters[i] = Alphabet[(int)(bits & (ulong)(Alphabet.Length - 1))];
            }
        });
    }

    /// <summary>As people write it: small letters, spaces, dashes, O for 0, I or L for 1. Null: no code at all.</summary>
    public static string? Read(string? text)
    {
        var code = (text ?? "").Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()
            .Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return code.Length == Length && code.All(letter => Alphabet.Contains(letter, StringComparison.Ordinal)) ? code : null;
    }
}
