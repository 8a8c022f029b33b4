using System.Globalization;
using Cashback.Fuzz.Values;
using Cashback.Fuzz.Wire;

namespace Cashback.Fuzz.Requests;

/// <summary>Requests that are no HTTP, or stop in the middle.</summary>
internal static class Framing
{
    private static readonly string[] Sizes = ["80000000", "7fffffff", "ffffffff", "FFFFFFFFFFFFFFFF", "fffffffffffffffffffffffff", "-1", "", " ", "g", "0x10", "1;x=\u00ff", "00000000000000000000001", "1 "];

    private static readonly string[] Lines =
    [
        "Transfer-Encoding: chunked\r\nContent-Length: 5", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: \u000bchunked",
        "Content-Length: -1", "Content-Length: 99999999999999999999999", "Content-Length: 1\r\nContent-Length: 2", "Content-Length: 0x5", "Content-Length: 5,5", "Content-Length: ", "Host: a\r\nHost: b",
        "No colon", ": x", " X: folded", "X : space", "X: a\u0000b", "X: a\rb", "X: a\n b", "\u00ff: x", "Host: \u00ff",
    ];

    // Of a well-formed version that is not its own a server says 505, as it should; those are left out.
    private static readonly string[] Versions = ["HTTP/1.1 ", "HTTP/1", "HTTP/1.1x", "HTTP", ""];

    private static readonly string[] Targets = ["", "*", "x", "http://", "http://evil.example/", "https://fuzz:99999/", "//x", "/ x", "/\u0000", "/\u007f", "\\", "/%"];

    /// <summary>The text of a request that a server may refuse as it likes, as long as it says so or ends the connection.</summary>
    public static string Broken(Draft draft, Draw draw)
    {
        switch (draw.Below(5))
        {
            case 0:
                draft.Headers.Add(draw.Of(Lines));
                return draft.Whole();
            case 1:
                draft.Version = draw.Of(Versions);
                return draft.Whole();
            case 2:
                draft.Target = draw.Of(Targets);
                return draft.Whole();
            case 3:
                draft.Headers.Add("X-Huge: " + new string('x', 40_000));
                return draft.Whole();
            default:
                draft.ContentType ??= "application/json";
                return $"{draft.Head()}Transfer-Encoding: chunked\r\n\r\n{draw.Of(Sizes)}\r\n{draft.Body ?? "{}"}\r\n{draw.Either("0\r\n\r\n", "0\r\nX: y\r\n\r\n", "0\r\nX\r\n\r\n", "x")}";
        }
    }

    /// <summary>The text of a request that is not all there, and how its sender leaves.</summary>
    public static (string Text, Ending Ending) Cut(Draft draft, Draw draw)
    {
        draft.Body ??= "{\"x\":1}";
        draft.ContentType ??= "application/json";
        var ending = draw.Either(Ending.Cut, Ending.Cut, Ending.Reset);
        var whole = draft.Whole();
        return draw.Below(3) switch
        {
            0 => (whole[..draw.Below(whole.Length)], ending),
            1 => (string.Create(CultureInfo.InvariantCulture, $"{draft.Head()}Content-Length: {draft.Body.Length + draw.Either(1, 100, 60_000)}\r\n\r\n{draft.Body}"), ending),
            _ => ($"{draft.Head()}Transfer-Encoding: chunked\r\n\r\n{draw.Either("5\r\nab", "5", "5\r\nabcde", "5\r\nabcde\r\n", "5\r\nabcdefgh\r\n0\r\n\r\n")}", ending),
        };
    }
}
