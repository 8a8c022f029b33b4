using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cashback.Networks;

/// <summary>Makes the id of a line from fields that never change, where the network gives none: the same fields, the same id.</summary>
internal sealed class LineIdMaker(SyntheticLineId from)
{
    private const string Prefix = "syn-";
    private const int HashBytes = 18;
    private readonly ParameterReader[] _fields =
        [.. from.Fields.Select((field, i) => new ParameterReader($"lineIdFrom.fields[{i}]", field))];

    /// <summary>The first field that is needed and missing; null if none is.</summary>
    public string? Missing(IReadOnlyDictionary<string, string> parameters) =>
        Array.Find(_fields, field => field.Required && field.Find(parameters) is null)?.FirstName;

    /// <summary>Whether each field that is to be a whole number is one, and none was rounded by a spreadsheet.</summary>
    public bool CanRead(IReadOnlyDictionary<string, string> parameters) =>
        Array.TrueForAll(_fields, field => field.Find(parameters) is not { } found || TryRead(field, found.Text, out _));

    /// <param name="clickId">Null: not known.</param>
    public string Make(IReadOnlyDictionary<string, string> parameters, string? clickId)
    {
        // Each value with its length before it, so that no two sets of values make the same text.
        var text = new StringBuilder();
        foreach (var field in _fields)
        {
            Append(text, field.Find(parameters) is { } found && TryRead(field, found.Text, out var value) ? value : null);
        }

        if (from.WithClick)
        {
            Append(text, clickId);
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return Prefix + Base64Url.EncodeToString(hash.AsSpan(0, HashBytes));
    }

    private static bool TryRead(ParameterReader field, string text, out string value)
    {
        value = text;
        return field.Ids == LineIdForm.WholeNumber ? WholeNumberText.TryRead(text, out value) : !LineIdText.IsRounded(text);
    }

    private static void Append(StringBuilder text, string? value) =>
        text.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1}:{value};");
}
