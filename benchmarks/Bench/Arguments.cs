using System.Globalization;

namespace Cashback.Benchmarks;

/// <summary>The command could not be understood; the message says what was wrong.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Options of a command: <c>--name value</c> and <c>--flag</c>. What nobody asked for is an error in the end.</summary>
internal sealed class Arguments(IEnumerable<string> given)
{
    private readonly List<string> _left = [.. given];

    public bool Flag(string name) => _left.Remove(name);

    public string? Text(string name)
    {
        var at = _left.IndexOf(name);
        if (at < 0)
        {
            return null;
        }

        if (at + 1 >= _left.Count || _left[at + 1].StartsWith("--", StringComparison.Ordinal))
        {
            throw new UsageException($"{name} needs a value.");
        }

        var value = _left[at + 1];
        _left.RemoveRange(at, 2);
        return value;
    }

    public int Number(string name, int usual) => Text(name) is { } text ? Number(name, text) : usual;

    public IReadOnlyList<int> Numbers(string name, IReadOnlyList<int> usual) =>
        Text(name) is { } text ? [.. text.Split(',').Select(part => Number(name, part))] : usual;

    public IReadOnlyList<T> Choices<T>(string name, IReadOnlyDictionary<string, T> known, IReadOnlyList<T> usual) =>
        Text(name) is { } text
            ? [.. text.Split(',').Select(part => known.TryGetValue(part, out var choice)
                ? choice
                : throw new UsageException($"{name} does not know '{part}'; it knows {string.Join(", ", known.Keys)}."))]
            : usual;

    /// <exception cref="UsageException">Something is left that no option has taken.</exception>
    public void End()
    {
        if (_left.Count > 0)
        {
            throw new UsageException($"Unknown argument: {_left[0]}");
        }
    }

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10_000_000
            ? number
            : throw new UsageException($"{name} needs whole numbers from 1 to 10000000; '{text}' is none.");
}
