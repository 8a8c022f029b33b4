using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Cashback.Messages;

/// <summary>
/// The text of a template, read once: literal parts, placeholders (<c>{name}</c>, <c>{name:b}</c>, <c>{name:m}</c>) and, in
/// brackets, parts that are left out where one of their values is missing, empty or 0.
/// </summary>
internal sealed partial class TextPattern
{
    // Templates are constants, so there are as many as were written.
    private static readonly ConcurrentDictionary<string, TextPattern> Known = new();

    private TextPattern(ImmutableArray<Part> parts)
    {
        Parts = parts;
        Names = [.. parts.SelectMany(part => part switch
        {
            Placeholder placeholder => [placeholder.Name],
            Optional optional => optional.Pattern.Names,
            _ => (IEnumerable<string>)[],
        }).Distinct()];
    }

    public ImmutableArray<Part> Parts { get; }

    /// <summary>Of all placeholders, those in brackets included.</summary>
    public ImmutableArray<string> Names { get; }

    public static TextPattern Of(string text) => Known.TryGetValue(text, out var known) ? known : Known.GetOrAdd(text, Read);

    private static TextPattern Read(string text)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var end = 0;
        foreach (Match match in Special().Matches(text))
        {
            if (match.Index > end)
            {
                parts.Add(new Literal(text[end..match.Index]));
            }

            parts.Add(match.Groups["optional"] is { Success: true } optional
                ? new Optional(Read(optional.Value))
                : new Placeholder(match.Groups["name"].Value, match.Groups["form"].Value));
            end = match.Index + match.Length;
        }

        if (end < text.Length)
        {
            parts.Add(new Literal(text[end..]));
        }

        return new TextPattern(parts.ToImmutable());
    }

    internal abstract record Part;

    internal sealed record Literal(string Text) : Part;

    /// <param name="Form">b, m or empty.</param>
    internal sealed record Placeholder(string Name, string Form) : Part;

    internal sealed record Optional(TextPattern Pattern) : Part;

    [GeneratedRegex(@"\{(?<name>[a-z]+)(:(?<form>[bm]))?\}|\[(?<optional>[^\]]*)\]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Special();
}
