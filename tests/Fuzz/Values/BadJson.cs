using System.Globalization;
using System.Text;

namespace Cashback.Fuzz.Values;

/// <summary>JSON in the place of a value that was expected to be something else.</summary>
internal static class BadJson
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "0.5", "1e400", "-1e400", "1E-400", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "2147483648", "79228162514264337593543950336", "1.7976931348623157e308", "99999999999999999999999999999999999999999", "0.1234567890123456789012345678901234567890",
        "NaN", "Infinity", "01", "+1", "0x10", ".5", "1.", "'x'", "x", "\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u00\"", "\"\\x\"", "\"a\u0001b\"",
        "{}", "[]", "[[]]", "[null]", "{\"\":null}", "{\"\\ud800\":1}", "[{},{}]", "{\"a\":1,\"a\":2}", "/* */ 1", "1 // x", "[1,]", "{\"a\":1,}",
    ];

    public static string Of(Draw draw) => draw.Below(10) switch
    {
        0 => Nested(draw.Either(33, 65, 500, 5_000)),
        1 => "[" + string.Join(',', Enumerable.Repeat(draw.Either("null", "1", "\"x\"", "{}", "[]"), draw.Either(100, 1_001, 10_000))) + "]",
        2 or 3 or 4 => Quote(BadText.Of(draw)),
        _ => draw.Of(Values),
    };

    /// <summary>What it says in quotes: escaped as far as JSON asks for it and no further.</summary>
    public static string Quote(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character is '"' or '\\' ? json.Append('\\').Append(character)
                : character < ' ' ? json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : json.Append(character);
        }

        return json.Append('"').ToString();
    }

    public static string Nested(int depth) => new StringBuilder(2 * depth).Append('[', depth).Append(']', depth).ToString();
}
