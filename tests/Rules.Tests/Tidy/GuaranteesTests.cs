using System.Text.RegularExpressions;

namespace Cashback.Rules.Tests.Tidy;

public sealed partial class GuaranteesTests
{
    [Fact]
    public void Every_test_that_the_guarantees_name_exists()
    {
        var tests = Repository.TextFiles()
            .Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith("Tests.cs", StringComparison.Ordinal)
                || file.EndsWith("Properties.cs", StringComparison.Ordinal))
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), file => string.Join('\n', Repository.Lines(file)));
        var named = TestName().Matches(string.Join('\n', Repository.Lines("docs/guarantees.md")));
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(
            tests[name.Groups["class"].Value], source => source.Contains($" {name.Groups["method"].Value}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\b(?<class>[A-Z]\w+)\.(?<method>[A-Z]\w+_\w+)`")]
    private static partial Regex TestName();
}
