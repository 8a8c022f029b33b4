using System.Text.RegularExpressions;

namespace Cashback.Rules.Tests.Tidy;

public sealed partial class GlossaryTests
{
    private static readonly IReadOnlyList<Match> Words = Row().Matches(string.Join('\n', Repository.Lines("docs/glossary.md"))).ToList();

    [Fact]
    public void Every_word_has_one_line() => Assert.Distinct(Words.Select(word => word.Groups["word"].Value));

    [Fact]
    public void Every_folder_exists()
    {
        var folders = Repository.TextFiles().Where(
            file => file.StartsWith("src/", StringComparison.Ordinal)).SelectMany(file => file.Split('/')[..^1]).ToHashSet();
        Assert.NotEmpty(Words);
        Assert.All(Words.Select(word => word.Groups["folder"]).Where(folder => folder.Success), folder => Assert.Contains(folder.Value, folders));
    }

    [GeneratedRegex(@"^\| (?<word>[^|]+) \| [^|]+ \| [^|]+ \| (?:`(?<folder>\w+)`|–) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
