using System.Text.Json.Serialization;

namespace Cashback;

/// <summary>The languages in which people are answered.</summary>
public enum TextLanguage
{
    English,
    Russian,
}

/// <summary>
/// A text for a person in both languages, made where the text is made: the caller's language is known only where the
/// answer is written, and no text can exist in one language alone.
/// </summary>
[GenerateSerializer, Immutable, Alias("local-text"), JsonConverter(typeof(LocalTextConverter))]
public sealed record LocalText([property: Id(0)] string En, [property: Id(1)] string Ru)
{
    public string In(TextLanguage language) => language is TextLanguage.Russian ? Ru : En;

    /// <summary>English, as in logs.</summary>
    public override string ToString() => En;
}
