using System.Text.Json;

namespace Cashback.Api.Account;

/// <summary>How the programme's words are written on the wire: lower camel case (<c>topUp</c>, <c>pending</c>).</summary>
internal static class Names
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Only by its exact name: numbers and lists of names are not accepted.</summary>
    public static bool TryRead<T>(string? text, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(Of(candidate), text, StringComparison.Ordinal))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    public static string Choice<T>()
        where T : struct, Enum => "Expected: " + string.Join(", ", Enum.GetValues<T>().Select(Of)) + ".";
}
