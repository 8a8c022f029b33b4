using System.Text.RegularExpressions;

namespace Cashback.Rules.Tests.Tidy;

public sealed partial class VersionTests
{
    [Fact]
    public void Assemblies_have_the_newest_version_of_the_changelog()
    {
        var newest = Release().Match(string.Join('\n', Repository.Lines("CHANGELOG.md"))).Groups["version"].Value;
        Assert.Equal(newest, Prefix().Match(string.Join('\n', Repository.Lines("Directory.Build.props"))).Groups["version"].Value);
    }

    [Fact]
    public void Releases_are_listed_from_the_newest_and_have_their_date() => Assert.All(
        Repository.Lines("CHANGELOG.md").Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Index(),
        heading => Assert.Matches(heading.Index == 0 ? @"^## \d+\.\d+\.\d+ – (unreleased|\d{4}-\d\d-\d\d)$" : @"^## \d+\.\d+\.\d+ – \d{4}-\d\d-\d\d$", heading.Item));

    [GeneratedRegex(@"^## (?<version>\d+\.\d+\.\d+) – ", RegexOptions.Multiline)]
    private static partial Regex Release();

    [GeneratedRegex("<VersionPrefix>(?<version>[^<]+)</VersionPrefix>")]
    private static partial Regex Prefix();
}
