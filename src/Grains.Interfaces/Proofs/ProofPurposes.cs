using System.Globalization;

namespace Cashback.Proofs;

/// <summary>What a fresh proof can be for: one action, with its object where it has one.</summary>
public static class ProofPurposes
{
    public const string Leave = "leave";
    public const string ChangeEmail = "change-email";
    public static readonly LocalText Expected = new("Expected: leave, change-email, goal:+79161234567, certificate-code:c1.", "Возможные значения: leave, change-email, goal:+79161234567, certificate-code:c1.");

    private const string GoalPrefix = "goal:";
    private const string CodePrefix = "certificate-code:";
    private const int LengthMax = 64;

    public static string Goal(Phone phone) => GoalPrefix + phone.E164;

    public static string CertificateCode(string certificateId) => CodePrefix + certificateId;

    /// <summary>The certificate whose code may be shown; null: the purpose is another one.</summary>
    public static string? CertificateOf(string? purpose) =>
        purpose?.StartsWith(CodePrefix, StringComparison.Ordinal) is true ? purpose[CodePrefix.Length..] : null;

    /// <summary>The number to top up; null: the purpose is another one.</summary>
    public static Phone? PhoneOf(string purpose) =>
        purpose.StartsWith(GoalPrefix, StringComparison.Ordinal) && Phone.TryParse(purpose[GoalPrefix.Length..], out var phone, out _)
            ? phone
            : null;

    /// <returns>The purpose as it is remembered; null if it is none.</returns>
    public static string? Read(string? text)
    {
        if (text is not { Length: > 0 and <= LengthMax })
        {
            return null;
        }

        return text is Leave or ChangeEmail ? text
            : PhoneOf(text) is { } phone ? Goal(phone)
            : CertificateOf(text) is ['c', .. var number]
                && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                && n > 0
                ? CertificateCode($"c{n.ToString(CultureInfo.InvariantCulture)}")
            : null;
    }
}
