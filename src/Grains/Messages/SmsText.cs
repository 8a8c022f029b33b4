namespace Cashback.Messages;

/// <summary>How many SMS a text costs.</summary>
internal static class SmsText
{
    private const int PlainSingle = 160;
    private const int PlainPart = 153;
    private const int UnicodeSingle = 70;
    private const int UnicodePart = 67;

    // GSM 03.38: the alphabet of 7 bits, and what takes two places in it.
    private const string Plain = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private const string Extended = "^{}\\[~]|€\f";

    public static int Parts(string text)
    {
        if (!text.All(c => Plain.Contains(c, StringComparison.Ordinal) || Extended.Contains(c, StringComparison.Ordinal)))
        {
            return Parts(text.Length, UnicodeSingle, UnicodePart);
        }

        return Parts(text.Length + text.Count(c => Extended.Contains(c, StringComparison.Ordinal)), PlainSingle, PlainPart);
    }

    private static int Parts(int length, int single, int part) => length <= single ? 1 : (length + part - 1) / part;
}
