using System.Text.RegularExpressions;

namespace Cashback.Rules.Tests.Tidy;

/// <summary>Each type of problem has a title in both languages and a line in docs/problems.md.</summary>
public sealed partial class ProblemTypesTests
{
    private const string Titles = "src/Api/Problems/ProblemTitles.cs";
    private const string Documentation = "docs/problems.md";

    [Fact]
    public void Every_type_of_problem_in_the_code_has_its_title() => Assert.Empty(Used().Except(Titled().Keys));

    [Fact]
    public void Every_title_is_russian_and_of_a_type_that_the_code_has()
    {
        Assert.Empty(Titled().Keys.Except(Used()));
        Assert.All(Titled(), title => Assert.Matches("[А-Яа-яЁё]", title.Value));
    }

    [Fact]
    public void Documentation_lists_every_type_with_its_titles()
    {
        var rows = Row().Matches(Text(Documentation)).ToDictionary(
            row => row.Groups["type"].Value, row => (English: row.Groups["en"].Value, Russian: row.Groups["ru"].Value));
        Assert.Equal(
            Titled().OrderBy(title => title.Key, StringComparer.Ordinal)
                .Select(title => (title.Key, char.ToUpperInvariant(title.Key[0]) + title.Key[1..].Replace('-', ' '), title.Value)),
            rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => (row.Key, row.Value.English, row.Value.Russian)));
    }

    private static Dictionary<string, string> Titled() =>
        Title().Matches(Text(Titles)).ToDictionary(title => title.Groups["type"].Value, title => title.Groups["ru"].Value);

    private static HashSet<string> Used() =>
    [
        .. from file in Repository.TextFiles()
           where file.StartsWith("src/", StringComparison.Ordinal) && !file.StartsWith("src/Grains/Messages/", StringComparison.Ordinal)
               && file.EndsWith(".cs", StringComparison.Ordinal)
           let source = Text(file)
           from pattern in (Regex[])[Made(), Refused(), Passed(), Named()]
           from use in pattern.Matches(source)
           select use.Groups["type"].Value,
    ];

    private static string Text(string file) => string.Join('\n', Repository.Lines(file));

    [GeneratedRegex(@"\[""(?<type>[a-z-]+)""\] = ""(?<ru>[^""]+)""")]
    private static partial Regex Title();

    [GeneratedRegex(@"^\| `(?<type>[a-z-]+)` \| [0-9, ]+ \| (?<en>[^|]+) \| (?<ru>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    // Problem.Of(404, "not-found", …)
    [GeneratedRegex(@"\bOf\(\s*[\w.]+,\s*""(?<type>[a-z]+(?:-[a-z]+)*)""")]
    private static partial Regex Made();

    // new Rejection("not-found", …), Rejection Unknown => new("not-found", …)
    [GeneratedRegex(@"Rejection(?: \w+(?:\([^)]*\))? =>?(?: new)?)?\(\s*""(?<type>[a-z]+(?:-[a-z]+)+)""|new\(\s*""(?<type>[a-z]+(?:-[a-z]+)+)"",\s*new(?: LocalText)?\(")]
    private static partial Regex Refused();

    // Unauthorized(context, "wrong-code", …)
    [GeneratedRegex(@"(?:Stopped|TooMany|Unauthorized)\([^"";]*""(?<type>[a-z]+(?:-[a-z]+)+)""")]
    private static partial Regex Passed();

    [GeneratedRegex(@"const string (?:Problem|Required) = ""(?<type>[a-z]+(?:-[a-z]+)+)""")]
    private static partial Regex Named();
}
