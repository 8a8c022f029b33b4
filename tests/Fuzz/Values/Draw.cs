using System.Text;

namespace Cashback.Fuzz.Values;

/// <summary>Choices made from a seed: the same seed and the same number of a request make the same request.</summary>
public sealed class Draw(int seed, int number)
{
    private readonly Random _random = new(unchecked((seed * 1_000_003) ^ (number * 7_919)));

    public int Below(int bound) => _random.Next(bound);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Of<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    public T Either<T>(params ReadOnlySpan<T> all) => all[_random.Next(all.Length)];

    public string Text(string alphabet, int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            text.Append(alphabet[_random.Next(alphabet.Length)]);
        }

        return text.ToString();
    }

    public string Digits(int length) => Text("0123456789", length);

    public string Id() => Text("abcdefghijklmnopqrstuvwxyz0123456789", 8);

    /// <summary>Bytes of any kind, as Latin-1.</summary>
    public string Noise(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return Encoding.Latin1.GetString(bytes);
    }
}
