using System.Text.RegularExpressions;

namespace Cashback.Rules.Tests.Tidy;

public sealed partial class TidyTests
{
    private const int LinesMax = 350;
    private const int LineLengthMax = 140;

    [Fact]
    public void Source_files_are_short_enough_to_be_read_at_once() => Assert.All(
        Repository.TextFiles().Where(file => file.EndsWith(".cs", StringComparison.Ordinal)),
        file => Assert.InRange(Repository.Lines(file).Length, 0, LinesMax));

    /// <summary>Of editorconfig's max_line_length, which no analyzer checks. Text literals do not count.</summary>
    [Fact]
    public void Lines_are_short_enough_to_be_read_side_by_side() => Assert.Empty(
        from file in Repository.TextFiles()
        where file.EndsWith(".cs", StringComparison.Ordinal)
        from line in CodeLines(Repository.Lines(file))
        let isComment = line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
        where (isComment ? line.Text : TextLiteral().Replace(line.Text, "")).Length > LineLengthMax
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment() => Assert.Empty(Matches(Leftover()));

    [Fact]
    public void No_file_names_a_folder_of_the_machine_it_was_written_on() => Assert.Empty(Matches(MachinePath()));

    /// <summary>One that backtracks can be made to take seconds by a text of some kilobytes.</summary>
    [Fact]
    public void Regular_expressions_of_the_programme_do_not_backtrack() => Assert.Empty(
        from file in Repository.TextFiles()
        where file.EndsWith(".cs", StringComparison.Ordinal)
            && (file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tools/", StringComparison.Ordinal))
        let lines = Repository.Lines(file)
        from number in Enumerable.Range(0, lines.Length)
        where RegexIsMade().IsMatch(lines[number])
            && !lines.Skip(number).TakeWhile(
                (line, after) => after == 0 || !lines[number + after - 1].Contains(")]", StringComparison.Ordinal)).Take(4)
                .Any(line => line.Contains("RegexOptions.NonBacktracking", StringComparison.Ordinal))
        select $"{file}:{number + 1}: {lines[number].Trim()}");

    /// <summary>Lines without those of raw text literals.</summary>
    private static IEnumerable<(string Text, int Number)> CodeLines(string[] lines)
    {
        var raw = false;
        foreach (var (text, index) in lines.Select((text, index) => (text, index)))
        {
            var marks = text.Split(RawMark).Length - 1;
            if (!raw && marks == 0)
            {
                yield return (text, index + 1);
            }

            raw ^= marks % 2 == 1;
        }
    }

    private static IEnumerable<string> Matches(Regex pattern) =>
        from file in Repository.TextFiles()
        where !file.EndsWith("packages.lock.json", StringComparison.Ordinal)
        from line in Repository.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where pattern.IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    private const string RawMark = "\"\"\"";

    [GeneratedRegex(@"\$?@?""(?:[^""\\]|\\.)*""")]
    private static partial Regex TextLiteral();

    [GeneratedRegex(@"\bGeneratedRegex\(|\bnew Regex\(|\bRegex\.(Is)?Match(es)?\(|\bRegex\.(Replace|Split|Count|EnumerateMatches)\(")]
    private static partial Regex RegexIsMade();

    // Written so that the patterns do not match themselves.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|X[X]X)\b")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"(?<![\w.-])/(wo[r]k|ho[m]e|ro[o]t|Use[r]s)/\w|[A-Z]:\\Use[r]s")]
    private static partial Regex MachinePath();
}
