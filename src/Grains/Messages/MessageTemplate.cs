using System.Globalization;
using System.Text.RegularExpressions;

namespace Cashback.Messages;

/// <summary>
/// A text with placeholders: <c>{name}</c>; <c>{name:b}</c>, a number with the word "bonus" in its right form;
/// <c>{name:m}</c>, a month (<c>2026-11</c>) in words. A part in brackets is left out where one of its values is
/// missing, empty or 0.
/// </summary>
internal sealed partial record MessageTemplate(string Name, string Russian, string English)
{
    /// <summary>The subject of a letter, which goes by e-mail; null: an SMS.</summary>
    public Subject? Subject { get; init; }

    /// <summary>Wanted at any hour and whatever the limits: a code that is waited for. News can wait.</summary>
    public bool Urgent { get; init; }

    public bool IsLetter => Subject is not null;

    /// <summary>One SMS in Cyrillic.</summary>
    public const int OneSms = 70;

    private const int ShortestCut = 8;

    // What may be shortened so that a text fits one SMS, in this order. Sums never are.
    private static readonly string[] Shortened = ["reason", "store"];

    private static readonly string[] RussianMonths =
    [
        "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
    ];

    private static readonly string[] EnglishMonths =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>All names that the template knows, optional ones included.</summary>
    public IReadOnlySet<string> Placeholders =>
        Placeholder().Matches(Russian + English + Subject?.Russian + Subject?.English).Select(match => match.Groups["name"].Value).ToHashSet();

    /// <exception cref="ArgumentException">A value is missing or is not what its placeholder needs.</exception>
    public string Render(IReadOnlyDictionary<string, string> values, string locale)
    {
        var english = locale == "en";
        var clean = values.ToDictionary(value => value.Key, value => OneLine(value.Value));
        return IsLetter ? Fill(WithoutEmpty(english ? English : Russian, clean), clean, english) : RenderSms(clean, english);
    }

    /// <exception cref="ArgumentException">As for the text; or it is no letter.</exception>
    public string RenderSubject(IReadOnlyDictionary<string, string> values, string locale)
    {
        var english = locale == "en";
        var subject = Subject ?? throw new ArgumentException($"The message '{Name}' is no letter.");
        var clean = values.ToDictionary(value => value.Key, value => OneLine(value.Value));
        return Fill(WithoutEmpty(english ? subject.English : subject.Russian, clean), clean, english);
    }

    private string RenderSms(Dictionary<string, string> clean, bool english)
    {
        var pattern = WithoutEmpty(english ? English : Russian, clean);
        var text = Fill(pattern, clean, english);
        foreach (var name in Shortened)
        {
            if (text.Length > OneSms && clean.TryGetValue(name, out var value))
            {
                clean[name] = Cut(value, Math.Max(value.Length - (text.Length - OneSms), ShortestCut));
                text = Fill(pattern, clean, english);
            }
        }

        return text;
    }

    private static string WithoutEmpty(string pattern, Dictionary<string, string> values) =>
        OptionalPart().Replace(pattern, part => Keep(part.Groups[1].Value, values));

    private static string Keep(string part, Dictionary<string, string> values) =>
        Placeholder().Matches(part).All(match => values.GetValueOrDefault(match.Groups["name"].Value) is not (null or "" or "0")) ? part : "";

    private string Fill(string pattern, Dictionary<string, string> values, bool english) => Placeholder().Replace(pattern, match =>
    {
        var name = match.Groups["name"].Value;
        if (!values.TryGetValue(name, out var value) || value.Length == 0)
        {
            throw new ArgumentException($"The message '{Name}' needs a value for '{name}'.");
        }

        return match.Groups["form"].Value switch
        {
            "b" => Bonuses(name, value, english),
            "m" => Month(name, value, english),
            _ => value,
        };
    });

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
        ? (english ? EnglishMonths : RussianMonths)[month.Month - 1]
        : throw new ArgumentException($"The message '{Name}' needs a month (yyyy-MM) for '{name}'.");

    private static string OneLine(string? value) => Blank().Replace(value ?? "", " ").Trim();

    private static string Cut(string value, int length)
    {
        if (value.Length <= length)
        {
            return value;
        }

        // Not between the halves of a surrogate pair.
        var end = char.IsHighSurrogate(value[length - 2]) ? length - 2 : length - 1;
        return value[..end].TrimEnd() + "…";
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)(:(?<form>[bm]))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\[([^\]]*)\]")]
    private static partial Regex OptionalPart();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blank();
}

/// <summary>The subject of a letter, with placeholders like its text.</summary>
internal sealed record Subject(string Russian, string English);
