using System.Globalization;

namespace Cashback.Api.Problems;

/// <summary>Reads the language that a caller wants its problems in: English unless it prefers Russian.</summary>
internal static class AcceptLanguage
{
    private const string Header = "Accept-Language";

    /// <summary>The caller's language; the answer says that it depends on it.</summary>
    public static TextLanguage ChooseLanguage(this HttpContext context)
    {
        var headers = context.Response.Headers;
        var language = Choose(context.Request.Headers.AcceptLanguage.ToString());
        if (!headers.Vary.Any(named => named?.Contains(Header, StringComparison.OrdinalIgnoreCase) is true))
        {
            headers.Append("Vary", Header);
        }

        headers.ContentLanguage = language is TextLanguage.Russian ? "ru" : "en";
        return language;
    }

    /// <summary>One pass; what can't be read is passed over.</summary>
    public static TextLanguage Choose(ReadOnlySpan<char> header)
    {
        (double Quality, int Place) english = (-1, int.MaxValue), russian = english, any = english;
        var place = 0;
        foreach (var part in header.Split(','))
        {
            var range = header[part];
            var end = range.IndexOf(';');
            var tag = (end < 0 ? range : range[..end]).Trim();
            if (tag.Length == 0 || Quality(end < 0 ? [] : range[(end + 1)..]) is not { } quality)
            {
                continue;
            }

            var dash = tag.IndexOf('-');
            var name = dash < 0 ? tag : tag[..dash];
            if (name.Equals("ru", StringComparison.OrdinalIgnoreCase))
            {
                russian = Better(russian, (quality, place));
            }
            else if (name.Equals("en", StringComparison.OrdinalIgnoreCase))
            {
                english = Better(english, (quality, place));
            }
            else if (name is "*")
            {
                any = Better(any, (quality, place));
            }

            place++;
        }

        if (russian.Quality < 0 && english.Quality < 0)
        {
            return TextLanguage.English;
        }

        // The asterisk stands for what is not named.
        russian = russian.Quality < 0 ? any : russian;
        english = english.Quality < 0 ? any : english;
        return russian.Quality > 0
            && (russian.Quality > english.Quality || (russian.Quality == english.Quality && russian.Place < english.Place))
            ? TextLanguage.Russian
            : TextLanguage.English;
    }

    private static (double Quality, int Place) Better((double Quality, int Place) known, (double Quality, int Place) next) =>
        next.Quality > known.Quality ? next : known;

    // Null: not a quality of 0 to 1.
    private static double? Quality(ReadOnlySpan<char> parameters)
    {
        var text = parameters.Trim();
        if (text.Length == 0)
        {
            return 1;
        }

        if (text[0] is not ('q' or 'Q') || text.IndexOf('=') is not (> 0 and var equals) || !text[1..equals].IsWhiteSpace())
        {
            return null;
        }

        var value = text[(equals + 1)..].Trim();
        return value.Length <= 5
            && double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
            && quality is >= 0 and <= 1
                ? quality
                : null;
    }
}
