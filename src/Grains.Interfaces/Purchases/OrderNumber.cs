namespace Cashback.Purchases;

/// <summary>A shop's order number, as shops, networks and people write it.</summary>
public static class OrderNumber
{
    /// <summary>Characters that are kept and shown.</summary>
    public const int LengthMax = 100;

    private const string Cut = "…";

    /// <summary>
    /// The one form in which order numbers are compared: <c># a-17</c>, <c>№ A-17</c> and <c>A - 17</c> are <c>A-17</c>.
    /// Case, signs of a number and blanks of any kind do not count.
    /// </summary>
    public static string Normal(string text) => Normal(text, stackalloc char[LengthMax]).ToString();

    public static bool Same(string? one, string? other) =>
        one is not null && other is not null
        && Normal(one, stackalloc char[LengthMax]).SequenceEqual(Normal(other, stackalloc char[LengthMax]));

    /// <summary>The text to be kept and shown: a longer one is cut, and ends with an ellipsis that says so.</summary>
    public static string Display(string text)
    {
        if (text.Length <= LengthMax)
        {
            return text;
        }

        var length = LengthMax - Cut.Length;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + Cut;
    }

    /// <param name="room">Of <see cref="LengthMax"/> characters.</param>
    private static ReadOnlySpan<char> Normal(string text, Span<char> room)
    {
        var length = 0;
        foreach (var c in Display(text))
        {
            if (c is not '#' and not '№' && !Blanks.Is(c) && !char.IsControl(c))
            {
                room[length++] = char.ToUpperInvariant(c);
            }
        }

        // A text of nothing but such characters names nothing else than itself.
        return length == 0 ? text : room[..length];
    }
}
