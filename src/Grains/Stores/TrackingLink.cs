using System.Text;

namespace Cashback.Stores;

/// <summary>
/// Links in the letters of the internet: a header of an answer, and many a network, take nothing else. A host in other
/// letters becomes its <c>xn--</c> form, all else is percent-encoded.
/// </summary>
internal static class TrackingLink
{
    private const string Mark = "click-id-goes-here";

    /// <returns>Null: it is no link. What is in ASCII is as it was.</returns>
    public static string? ToAscii(string template)
    {
        if (Ascii.IsValid(template))
        {
            return template;
        }

        if (!Uri.TryCreate(template.Replace(StoreRules.ClickPlaceholder, Mark, StringComparison.Ordinal), UriKind.Absolute, out var link))
        {
            return null;
        }

        try
        {
            var port = link.IsDefaultPort ? "" : $":{link.Port}";
            var ascii = $"{link.Scheme}{Uri.SchemeDelimiter}{link.IdnHost}{port}{link.PathAndQuery}{link.Fragment}";
            return Ascii.IsValid(ascii) ? ascii.Replace(Mark, StoreRules.ClickPlaceholder, StringComparison.Ordinal) : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }
}
