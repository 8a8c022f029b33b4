using System.Security.Cryptography;

namespace Cashback.Certificates;

/// <summary>
/// The code of a certificate: 17 random characters of 31 (84 bits) and one that checks them, shown as three groups of six.
/// None of the characters looks like another. Since 31 is a prime and each place has a weight of its own, one wrong
/// character and two that changed places never go unnoticed.
/// </summary>
public static class CertificateCode
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int RandomLength = 17;
    private const int Length = RandomLength + 1;
    private const int GroupLength = 6;

    /// <summary>More than people ever put between the characters.</summary>
    private const int TypedLengthMax = 64;

    public static string Make()
    {
        var code = new string(RandomNumberGenerator.GetItems<char>(Alphabet, RandomLength));
        return code + Alphabet[Checksum(code)];
    }

    /// <summary>The code as people are shown it: <c>ABCDEF-GHJKMN-PQRSTU</c>.</summary>
    public static string Show(string code) => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group)));

    /// <summary>Reads a code as people type it: in any case, with or without spaces and dashes.</summary>
    /// <returns>False: mistyped, no certificate can have this code.</returns>
    public static bool TryRead(string? typed, out string code)
    {
        code = "";
        if (typed is not { Length: > 0 and <= TypedLengthMax })
        {
            return false;
        }

        var read = string.Concat(typed.ToUpperInvariant().Where(character => character is not (' ' or '-')));
        if (read.Length != Length || !read.All(character => Alphabet.Contains(character, StringComparison.Ordinal))
            || Alphabet[Checksum(read[..RandomLength])] != read[^1])
        {
            return false;
        }

        code = read;
        return true;
    }

    // The last character has the weight 1; the weights of the others are 2, 3, …, all different and none a multiple of 31.
    private static int Checksum(string random)
    {
        var sum = 0;
        for (var place = 0; place < random.Length; place++)
        {
            sum += Alphabet.IndexOf(random[place], StringComparison.Ordinal) * (place + 2);
        }

        return (Alphabet.Length - sum % Alphabet.Length) % Alphabet.Length;
    }
}
