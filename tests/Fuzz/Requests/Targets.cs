using System.Text;
using System.Text.RegularExpressions;
using Cashback.Fuzz.Description;
using Cashback.Fuzz.Story;
using Cashback.Fuzz.Values;

namespace Cashback.Fuzz.Requests;

/// <summary>Addresses: path and query, with values that exist or bad ones.</summary>
internal static partial class Targets
{
    private static readonly string[] BadSegments =
    [
        "", ".", "..", "%2e%2e", "%2e%2e%2f", "%2f", "%5c", "%00", "x%00y", "%0a", "x%0d%0aY:1", "%", "%2", "%zz", "%u0041", "%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80",
        "%e2%80%8b", "%e2%80%ae", "%f0%9f%98%80", "\u00ff\u00fe", "\u00d0\u00af", "a b", "a;b", "a:b", "a%3ab%3ac", "*", "~", "x?y=1", "x#y", "//", "%25%30%30", "{id}", "0", "-1",
    ];

    private static readonly string[] BadQueries =
    [
        "?", "??", "?&", "?&&&=", "?=", "?=x", "?limit", "?limit=", "?limit=0", "?limit=-1", "?limit=101", "?limit=99999999999999999999", "?limit=1&limit=2", "?Limit=1&limit=x",
        "?cursor=%00", "?cursor=AAAA", "?cursor=////", "?cursor=%ff%fe", "?cursor=\u00ff", "?a[]=1&a[b]=2", "?%00=1", "?%ed%a0%80=%ed%a0%80", "?x=%zz", "?+=+", "?;;", "?a=1;b=2", "?#x",
    ];

    private const int LongSegment = 600;
    private const int LongTarget = 9_000;

    /// <summary>Values that fit, throughout.</summary>
    public static string Of(Operation operation, World world, Draw draw)
    {
        var path = Hole().Replace(operation.Template, hole => Escape(world.Value(hole.Groups[1].Value, operation, draw) ?? draw.Id()));
        var query = operation.Parameters
            .Where(parameter => parameter.In == "query" && draw.Chance(parameter.Name is "network" or "from" or "to" or "reason" ? 85 : 35))
            .Select(parameter => $"{parameter.Name}={Escape(world.Value(parameter.Name, operation, draw) ?? "text")}")
            .ToList();
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>The same with something wrong in its path.</summary>
    public static string BadPath(Operation operation, World world, Draw draw)
    {
        var segments = Of(operation, world, draw).Split('?')[0][1..].Split('/').ToList();
        var at = draw.Below(segments.Count);
        switch (draw.Below(6))
        {
            case 0:
                segments[at] = new string('a', draw.Either(51, 101, LongSegment));
                break;
            case 1:
                segments.Insert(at, draw.Of(BadSegments));
                break;
            case 2:
                segments[at] = string.Concat(Draft.Utf8(segments[at]).Select(character => $"%{(int)character:X2}"));
                break;
            case 3:
                segments[at] = segments[at].ToUpperInvariant();
                break;
            case 4:
                segments[^1] = Escape(BadText.Of(draw));
                break;
            default:
                segments[at] = draw.Of(BadSegments);
                break;
        }

        return "/" + string.Join('/', segments);
    }

    /// <summary>The same with a query that is wrong, or that nobody asks for.</summary>
    public static string BadQuery(Operation operation, World world, Draw draw)
    {
        var target = Of(operation, world, draw).Split('?')[0];
        var named = operation.Parameters.Where(parameter => parameter.In == "query").Select(parameter => parameter.Name).ToList();
        return draw.Below(4) switch
        {
            0 => target + draw.Of(BadQueries),
            1 when named.Count > 0 => $"{target}?{draw.Of(named)}={Escape(BadText.Of(draw))}",
            2 when named.Count > 0 => target + "?" + string.Join('&', named.Select(name => $"{name}={Escape(draw.Chance(50) ? BadText.Of(draw) : world.Value(name, operation, draw) ?? "")}")),
            3 => target + "?" + string.Join('&', Enumerable.Range(0, draw.Either(100, 1_025)).Select(n => $"a{n % 7}={n}")),
            _ => $"{target}?q={new string('x', draw.Either(2_000, LongTarget))}",
        };
    }

    /// <summary>What may not stand in an address as percent-encoded UTF-8; half a surrogate pair as its three bytes.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~')
            {
                escaped.Append(character);
                continue;
            }

            foreach (var one in Utf8Of(character))
            {
                escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{one:X2}");
            }
        }

        return escaped.ToString();
    }

    private static byte[] Utf8Of(char character) => char.IsSurrogate(character)
        ? [(byte)(0xE0 | (character >> 12)), (byte)(0x80 | ((character >> 6) & 0x3F)), (byte)(0x80 | (character & 0x3F))]
        : Encoding.UTF8.GetBytes([character]);

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Hole();
}
