namespace Cashback.Api.Catalogue;

/// <summary>The language of an answer: Russian unless the caller prefers English.</summary>
internal static class Language
{
    public static bool PrefersEnglish(this HttpRequest request)
    {
        request.HttpContext.Response.Headers.Append("Vary", "Accept-Language");
        foreach (var accepted in request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1))
        {
            var name = accepted.Value;
            if (name.StartsWith("ru", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            if (name.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
