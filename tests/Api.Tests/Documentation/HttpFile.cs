using System.Text.RegularExpressions;

namespace Cashback.Api.Tests.Documentation;

/// <summary>A file of requests as editors read it: variables, then requests that are separated by <c>###</c>.</summary>
internal sealed partial record HttpFile(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<HttpFileRequest> Requests)
{
    public static HttpFile Read(string path)
    {
        var parts = Separator().Split(File.ReadAllText(path));
        return new HttpFile(
            Variable().Matches(parts[0]).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value),
            [.. parts.Skip(1).Select(HttpFileRequest.Parse)]);
    }

    [GeneratedRegex(@"^### ", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();
}

/// <param name="Name">By which later requests use its answer; null: none does.</param>
/// <param name="Body">Null: none.</param>
internal sealed record HttpFileRequest(
    string Title, string? Name, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    private const string NameMark = "# @name ";

    public static HttpFileRequest Parse(string text)
    {
        var lines = text.Split('\n');
        var comments = lines.Skip(1).TakeWhile(line => line.StartsWith('#')).ToList();
        var head = lines.Skip(1 + comments.Count).TakeWhile(line => line.Length > 0).ToList();
        var body = string.Join('\n', lines.Skip(1 + comments.Count + head.Count)).Trim('\n');
        var space = head[0].IndexOf(' ', StringComparison.Ordinal);
        return new HttpFileRequest(
            lines[0],
            comments.FirstOrDefault(line => line.StartsWith(NameMark, StringComparison.Ordinal))?[NameMark.Length..],
            head[0][..space],
            head[0][(space + 1)..],
            [.. head.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts[1]))],
            body.Length == 0 ? null : body);
    }
}
