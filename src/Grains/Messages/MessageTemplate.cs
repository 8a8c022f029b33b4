using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cashback.Messages;

/// <summary>
/// A text with placeholders (<see cref="TextPattern"/>): <c>{name}</c>; <c>{name:b}</c>, a number with the word "bonus" in
/// its right form; <c>{name:m}</c>, a month (<c>2026-11</c>) in words.
/// </summary>
internal sealed partial record MessageTemplate(string Name, string Russian, string English)
{
    /// <summary>The subject of a letter, which goes by e-mail; null: an SMS.</summary>
    public Subject? Subject { get; init; }

    /// <summary>Wanted at any hour and whatever the limits: a code that is waited for. News can wait.</summary>
    public bool Urgent { get; init; }

    public MessageChannel Channel => Subject is null ? MessageChannel.Sms : MessageChannel.Email;

    /// <summary>An SMS that stands in the history as well: it counts against the limits, and is never sent twice.</summary>
    public bool IsNews => Channel.IsLimited() && !Urgent;

    /// <summary>One SMS in Cyrillic.</summary>
    public const int OneSms = 70;

    private const int ShortestCut = 8;

    // What may be shortened so that a text fits one SMS, in this order. Sums never are.
    private static readonly string[] Shortened = ["reason", "store"];

    /// <summary>All names that the template knows, optional ones included.</summary>
    public IReadOnlySet<string> Placeholders =>
        new[] { Russian, English, Subject?.Russian, Subject?.English }.OfType<string>().SelectMany(
            text => TextPattern.Of(text).Names).ToHashSet();

    /// <exception cref="ArgumentException">A value is missing or is not what its placeholder needs.</exception>
    public string Render(IReadOnlyDictionary<string, string> values, string locale)
    {
        var english = locale == "en";
        var pattern = TextPattern.Of(english ? English : Russian);
        return Channel.FitsOneSms() ? RenderSms(pattern, values, english) : Fill(pattern, values, english);
    }

    /// <exception cref="ArgumentException">As for the text; or it is no letter.</exception>
    public string RenderSubject(IReadOnlyDictionary<string, string> values, string locale)
    {
        var english = locale == "en";
        var subject = Subject ?? throw new ArgumentException($"The message '{Name}' is no letter.");
        return Fill(TextPattern.Of(english ? subject.English : subject.Russian), values, english);
    }

    private string RenderSms(TextPattern pattern, IReadOnlyDictionary<string, string> values, bool english)
    {
        var text = Fill(pattern, values, english);
        foreach (var name in Shortened)
        {
            if (text.Length > OneSms && OneLine(values.GetValueOrDefault(name)) is { Length: > 0 } value)
            {
                var length = Math.Max(value.Length - (text.Length - OneSms), ShortestCut);
                values = new Dictionary<string, string>(values) { [name] = Cut(value, length) };
                text = Fill(pattern, values, english);
            }
        }

        return text;
    }

    private string Fill(TextPattern pattern, IReadOnlyDictionary<string, string> values, bool english)
    {
        var text = new StringBuilder();
        Append(text, pattern, values, english);
        return text.ToString();
    }

    private void Append(StringBuilder text, TextPattern pattern, IReadOnlyDictionary<string, string> values, bool english)
    {
        foreach (var part in pattern.Parts)
        {
            switch (part)
            {
                case TextPattern.Literal literal:
                    text.Append(literal.Text);
                    break;
                case TextPattern.Placeholder placeholder:
                    text.Append(Show(placeholder, values, english));
                    break;
                case TextPattern.Optional optional when optional.Pattern.Names.All(
                    name => OneLine(values.GetValueOrDefault(name)) is not ("" or "0")):
                    Append(text, optional.Pattern, values, english);
                    break;
            }
        }
    }

    private string Show(TextPattern.Placeholder placeholder, IReadOnlyDictionary<string, string> values, bool english)
    {
        var (name, form) = placeholder;
        var value = OneLine(values.GetValueOrDefault(name));
        if (value.Length == 0)
        {
            throw new ArgumentException($"The message '{Name}' needs a value for '{name}'.");
        }

        return form switch
        {
            "b" => Bonuses(name, value, english),
            "m" => Month(name, value, english),
            _ => value,
        };
    }

    private string Bonuses(string name, string value, bool english)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            throw new ArgumentException($"The message '{Name}' needs a whole number for '{name}'.");
        }

        return english
            ? $"{value} {Plural.English(count, "bonus", "bonuses")}"
            : $"{value} {Plural.Russian(count, "бонус", "бонуса", "бонусов")}";
    }

    private string Month(string name, string value, bool english) => YearMonth.TryParse(value, out var month)
        ? english ? MonthNames.English(month) : MonthNames.Russian(month)
        : throw new ArgumentException($"The message '{Name}' needs a month (yyyy-MM) for '{name}'.");

    private static string OneLine(string? value) =>
        value is null ? "" : Untidy().IsMatch(value) ? Blank().Replace(value, " ").Trim() : value;

    private static string Cut(string value, int length)
    {
        if (value.Length <= length)
        {
            return value;
        }

        // Not within a word where there are several, and not between the halves of a surrogate pair.
        var end = char.IsHighSurrogate(value[length - 2]) ? length - 2 : length - 1;
        var words = value[end] == ' ' ? end : value.LastIndexOf(' ', end - 1);
        return value[..(words > 0 ? words : end)].TrimEnd(' ', ',', '.', ';', ':', '–', '—') + "…";
    }

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();

    /// <summary>Any blank but single spaces between words.</summary>
    [GeneratedRegex(@"[\s\p{C}-[ ]]|^ | $|  ", RegexOptions.NonBacktracking)]
    private static partial Regex Untidy();
}

/// <summary>The subject of a letter, with placeholders like its text.</summary>
internal sealed record Subject(string Russian, string English);
