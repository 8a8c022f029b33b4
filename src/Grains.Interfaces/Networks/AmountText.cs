using System.Globalization;
using System.Text.RegularExpressions;

namespace Cashback.Networks;

/// <summary>
/// Amounts as networks write them: <c>1299.90</c>, and where there is no doubt <c>1299,90</c> and <c>1 299,90</c>.
/// A comma before exactly three digits could part thousands, so it is refused.
/// </summary>
public static partial class AmountText
{
    public const decimal Max = 1_000_000_000m;

    private const int LengthMax = 32;

    public static bool TryRead(string text, out decimal amount, out string? why)
    {
        amount = 0;
        if (text.StartsWith('-') || text.StartsWith('−'))
        {
            why = "The amount can't be negative.";
            return false;
        }

        if (text.Length > LengthMax || !Form().IsMatch(text))
        {
            why = "A decimal number like 1299.90 is expected, with at most eight decimal places.";
            return false;
        }

        var plain = Spaces().Replace(text, "").Replace(',', '.');
        amount = decimal.Parse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        why = amount > Max ? $"The amount can't be above {Max:0}." : null;
        return why is null;
    }

    [GeneratedRegex(@"^(\d{1,15}|\d{1,3}([ \u00A0\u202F]\d{3}){1,4})(\.\d{1,8}|,(\d{1,2}|\d{4,8}))?\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Form();

    [GeneratedRegex(@"[ \u00A0\u202F]", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
