using System.Globalization;
using System.Text.RegularExpressions;

namespace Cashback.Rules.Tests.Tidy;

/// <summary>The records in docs/adr have consecutive numbers, a title, a status and a date, and stand in the index as they are.</summary>
public sealed partial class DecisionRecordsTests
{
    private const string Folder = "docs/adr/";
    private const string Index = Folder + "README.md";

    private static readonly IReadOnlyList<string> Files =
        [.. Repository.TextFiles().Where(file => file.StartsWith(Folder,
            StringComparison.Ordinal) && file != Index).Order(StringComparer.Ordinal)];

    [Fact]
    public void Numbers_have_no_gap() => Assert.Equal(
        Enumerable.Range(1, Files.Count).Select(number => $"{number:0000}"),
        Files.Select(file => file[Folder.Length..].Split('-')[0]));

    [Fact]
    public void Each_record_begins_with_its_title_status_and_date() => Assert.All(
        Files, file => Assert.Matches(Header(), Text(file)));

    [Fact]
    public void Index_lists_each_record_with_its_title_status_and_date() => Assert.Equal(
        Files.Select(file => Header().Match(Text(file)) is var header ? $"[{header.Groups["number"]}]({file[Folder.Length..]}) {Describe(header)}" : ""),
        Row().Matches(Text(Index)).Select(row => $"[{row.Groups["number"]}]({row.Groups["file"]}) {Describe(row)}"));

    [Fact]
    public void Every_record_that_is_cited_exists() => Assert.Empty(
        from file in Repository.TextFiles()
        from cited in Cited().Matches(Text(file))
        where !Files.Any(record => record.StartsWith($"{Folder}{int.Parse(cited.Groups["number"].Value, CultureInfo.InvariantCulture):0000}-", StringComparison.Ordinal))
        select $"{file}: {cited.Value}");

    [Fact]
    public void Every_link_to_a_record_leads_to_a_file() => Assert.Empty(
        from file in Repository.TextFiles()
        from link in Link().Matches(Text(file))
        where !Files.Contains(Folder + link.Groups["file"].Value)
        select $"{file}: {link.Value}");

    private static string Describe(Match match) => $"{match.Groups["title"]}, {match.Groups["status"]}, {match.Groups["date"]}";

    private static string Text(string file) => string.Join('\n', Repository.Lines(file));

    [GeneratedRegex(@"\A# (?<number>[1-9]\d*)\. (?<title>[^|\n]+)\n\n- Status: (?<status>accepted|superseded by \d+)\n- Date: (?<date>\d{4}-\d{2}-\d{2})\n\n")]
    private static partial Regex Header();

    [GeneratedRegex(@"^\| \[(?<number>\d+)\]\((?<file>[^)]+)\) \| (?<title>[^|]+) \| (?<status>[^|]+) \| (?<date>[^|]+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bADR (?<number>\d+)\b|docs/adr/(?<number>\d{4})\b")]
    private static partial Regex Cited();

    [GeneratedRegex(@"\b(?<file>\d{4}-[a-z0-9-]+\.md)\b")]
    private static partial Regex Link();
}
