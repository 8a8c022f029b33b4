using System.Globalization;

namespace Cashback.Api.Values;

/// <summary>Decimals on the wire are strings without an exponent and without idle zeros.</summary>
internal static class DecimalText
{
    public static string Of(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
