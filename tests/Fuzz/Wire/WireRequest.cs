using System.Text;
using Cashback.Fuzz.Description;

namespace Cashback.Fuzz.Wire;

/// <summary>How a request ends on its connection, and so what can be asked of its answer.</summary>
public enum Ending
{
    /// <summary>It is HTTP: an answer has to come.</summary>
    Whole,

    /// <summary>It is more than a server takes: an answer, or the end of the connection while it is still being sent.</summary>
    Large,

    /// <summary>It is no HTTP, and its sender says that nothing follows: a refusal, or the end of the connection.</summary>
    Broken,

    /// <summary>It stops in the middle, and its sender says so: a refusal, or the end of the connection.</summary>
    Cut,

    /// <summary>Its sender has gone: nobody reads an answer.</summary>
    Reset,
}

/// <param name="Number">With the seed it makes the request again.</param>
/// <param name="What">What is wrong with it, in words.</param>
/// <param name="Text">Its bytes, one a character (Latin-1).</param>
/// <param name="Methods">Of the requests in it, one after the other: as many answers have to come.</param>
public sealed record WireRequest(
    int Number, Operation Operation, Caller Caller, string What, string Text, Ending Ending, IReadOnlyList<string> Methods)
{
    /// <summary>It reaches its operation, whatever is wrong with what it says: method and path are as described.</summary>
    public bool IsToOperation { get; init; }

    private const int ShownMax = 3_000;

    /// <summary>The bytes in a form that can be read and copied.</summary>
    public string Shown()
    {
        var shown = new StringBuilder();
        foreach (var character in Text.AsSpan(0, Math.Min(Text.Length, ShownMax)))
        {
            _ = character switch
            {
                '\r' => shown.Append("\\r"),
                '\n' => shown.Append("\\n\n"),
                '\\' => shown.Append("\\\\"),
                >= ' ' and < '\u007f' => shown.Append(character),
                _ => shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)character:x2}"),
            };
        }

        return Text.Length > ShownMax ? shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"… {Text.Length} bytes in all").ToString() : shown.ToString();
    }
}
