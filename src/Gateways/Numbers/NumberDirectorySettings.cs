using System.Text.RegularExpressions;
using Cashback.Programme;

namespace Cashback.Gateways;

/// <summary>
/// Whose a number is, by the beginning of the number: the longest prefix decides. Section <c>Cashback:Numbers</c>.
/// Numbers under none of the prefixes are guests'.
/// </summary>
public sealed partial class NumberDirectorySettings : ICheckedSettings
{
    public const string Section = "Cashback:Numbers";

    /// <summary>Prefixes of the operator's numbers, <c>+79…</c>. Unset: +7910 to +7919 and +7980 to +7989.</summary>
    public string[]? OperatorPrefixes { get; set; }

    /// <summary>Prefixes of the operator's numbers that companies own. Unset: +791500.</summary>
    public string[]? CorporatePrefixes { get; set; }

    // A default array would be appended to, not replaced, when settings are bound: hence null and these.
    internal IReadOnlyList<string> Operator =>
        OperatorPrefixes ?? [.. Enumerable.Range(910, 10).Concat(Enumerable.Range(980, 10)).Select(code => $"+7{code}")];

    internal IReadOnlyList<string> Corporate => CorporatePrefixes ?? ["+791500"];

    public IEnumerable<string> Faults() => Malformed(nameof(OperatorPrefixes), Operator)
        .Concat(Malformed(nameof(CorporatePrefixes), Corporate))
        .Concat(Operator.Intersect(Corporate).Select(both =>
            $"{nameof(CorporatePrefixes)}: the prefix '{both}' is both the operator's and corporate; keep it in one list."));

    private static IEnumerable<string> Malformed(string list, IReadOnlyList<string> prefixes) =>
        prefixes.Where(prefix => !Prefix().IsMatch(prefix ?? "")).Select(prefix =>
            $"{list}: '{prefix}' is not the beginning of a Russian mobile number (+79 and up to nine digits).");

    [GeneratedRegex(@"^\+79[0-9]{0,9}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Prefix();
}
