using System.Net.Mail;

namespace Cashback.Api.Account;

/// <summary>A sane e-mail address: one that letters can go to, not every form that the standard allows.</summary>
internal static class EmailAddress
{
    private const int LengthMax = 254;
    private const int LocalPartMax = 64;

    public static bool IsSane(string text)
    {
        var at = text.LastIndexOf('@');
        return text.Length <= LengthMax
            && at is > 0 and <= LocalPartMax
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || "\"<>(),;:\\[]".Contains(c, StringComparison.Ordinal))
            && text.AsSpan(at + 1).Contains('.')
            && MailAddress.TryCreate(text, out var read)
            && read.Address == text
            && Uri.CheckHostName(read.Host) == UriHostNameType.Dns;
    }
}
