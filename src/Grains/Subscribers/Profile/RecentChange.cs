using System.Security.Cryptography;
using System.Text;

namespace Cashback.Subscribers;

/// <summary>A change that its owner can undo for some minutes, by the code in the SMS about it.</summary>
/// <param name="CodeHash">Of that code.</param>
/// <param name="GoalId">The goal that was added; null: the e-mail address was changed or confirmed.</param>
/// <param name="Email">The address before.</param>
/// <param name="EmailConfirmed">Whether it was confirmed.</param>
internal sealed record RecentChange(DateTimeOffset At, string CodeHash, string? GoalId, string? Email, bool EmailConfirmed);

/// <summary>Codes by which changes are undone: eight characters that are not taken for one another.</summary>
internal static class UndoCode
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 8;
    private const int TypedLengthMax = 32;

    public static string Make() => new(RandomNumberGenerator.GetItems<char>(Alphabet, Length));

    /// <summary>Of a code as people type it: in any case, with blanks and dashes.</summary>
    /// <returns>Null: it is no such code.</returns>
    public static string? Hash(string typed)
    {
        if (typed.Length > TypedLengthMax)
        {
            return null;
        }

        var code = string.Concat(typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        return code.Length == Length ? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code))) : null;
    }
}
