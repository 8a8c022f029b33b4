using System.Globalization;
using System.Text;
using System.Xml;

namespace Cashback.Networks;

/// <summary>
/// Reads an XML message as parameters: what stands below the root is known by its path, <c>order.sum</c>; of several
/// elements of one name the second is <c>item[1]</c>.
/// </summary>
internal static class MessageXml
{
    private const int DepthMax = 8;
    private const int DeclarationMax = 100;
    private static readonly MessageFault Unreadable = new("body", new(
        "The body is not readable XML without a document type.",
        "Не удалось прочитать тело как XML без DOCTYPE."));

    public static MessageFault? Read(byte[] text, Action<string, string> add)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        try
        {
            using var reader = IsWindows1251(text)
                ? XmlReader.Create(new StringReader(MessageParameters.Windows1251.GetString(text)), settings)
                : XmlReader.Create(new MemoryStream(text), settings);
            reader.MoveToContent();
            return ReadElement(reader, "", add);
        }
        catch (Exception error) when (error is XmlException or ArgumentException or NotSupportedException)
        {
            // The last two: an encoding that nobody knows.
            return Unreadable;
        }
    }

    // The one encoding beside Unicode that networks write, and that .NET does not know by itself.
    private static bool IsWindows1251(byte[] text) => Encoding.ASCII.GetString(text.AsSpan(0, Math.Min(text.Length, DeclarationMax)))
        .Contains("windows-1251", StringComparison.OrdinalIgnoreCase);

    private static MessageFault? ReadElement(XmlReader reader, string path, Action<string, string> add)
    {
        if (reader.Depth > DepthMax)
        {
            return Unreadable;
        }

        var prefix = path.Length == 0 ? "" : path + ".";
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
            {
                add(prefix + reader.LocalName, reader.Value);
            }
        }

        reader.MoveToElement();
        if (reader.IsEmptyElement)
        {
            reader.Read();
            AddText(path, "", add);
            return null;
        }

        var text = "";
        var seen = new Dictionary<string, int>();
        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                text += reader.Value;
                reader.Read();
                continue;
            }

            var count = seen[reader.LocalName] = seen.GetValueOrDefault(reader.LocalName) + 1;
            var name = count == 1 ? reader.LocalName : string.Create(CultureInfo.InvariantCulture, $"{reader.LocalName}[{count - 1}]");
            if (ReadElement(reader, prefix + name, add) is { } fault)
            {
                return fault;
            }
        }

        reader.Read();
        if (seen.Count == 0)
        {
            AddText(path, text, add);
        }

        return null;
    }

    private static void AddText(string path, string text, Action<string, string> add)
    {
        if (path.Length > 0)
        {
            add(path, text);
        }
    }
}
