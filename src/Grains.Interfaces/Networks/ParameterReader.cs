using System.Globalization;

namespace Cashback.Networks;

/// <summary>A value that was found, and under which name.</summary>
internal readonly record struct Found(string Name, string Text);

/// <summary>Finds what one parameter of a description says in a message.</summary>
internal sealed class ParameterReader
{
    private const string AnyElement = "[]";
    private const int ElementsMax = 1_000;
    private readonly string[] _names;
    private readonly string[] _patterns;
    private readonly string? _default;

    /// <param name="field">The description's entry: names the fault of a constant.</param>
    public ParameterReader(string field, NetworkParameter parameter)
    {
        _names = [.. parameter.Names];
        _patterns = [.. _names.Where(name => name.Contains(AnyElement, StringComparison.Ordinal))];
        _default = parameter.Default;
        Required = parameter.Required;
        FirstName = _names.Length > 0 ? _names[0] : field;
        Numbers = parameter.Numbers;
    }

    public bool Required { get; }

    public string FirstName { get; }

    public AmountFormat? Numbers { get; }

    public static ParameterReader? Of(string field, NetworkParameter? parameter) =>
        parameter is null ? null : new ParameterReader(field, parameter);

    public IReadOnlyList<string> Names => _names;

    // An empty value is no value: networks send macros that they could not fill as empty parameters.
    public Found? Find(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var name in _names)
        {
            if (parameters.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text))
            {
                return new Found(name, text.Trim());
            }
        }

        if (_patterns.Length > 0 && FindElement(parameters) is { } element)
        {
            return element;
        }

        return _default is null ? null : new Found(FirstName, _default);
    }

    /// <summary>The amount, the sum of one in each element of an array included; zero if there is none. False: it can't be read.</summary>
    public bool TryReadAmount(
        IReadOnlyDictionary<string, string> parameters, bool signed, out decimal amount, out string name, out string? why)
    {
        amount = 0;
        why = null;
        if (Find(parameters) is not { } found)
        {
            name = FirstName;
            return true;
        }

        name = found.Name;
        if (!AmountText.TryRead(found.Text, Numbers, signed, out amount, out why))
        {
            return false;
        }

        foreach (var pattern in _patterns)
        {
            if (name == Element(pattern, 0))
            {
                return TrySum(parameters, pattern, signed, out amount, out name, out why);
            }
        }

        return true;
    }

    private Found? FindElement(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var element in _patterns.SelectMany(pattern => Elements(parameters, pattern)))
        {
            if (!string.IsNullOrWhiteSpace(element.Text))
            {
                return element with { Text = element.Text.Trim() };
            }
        }

        return null;
    }

    private static string Element(string pattern, int index) =>
        pattern.Replace(AnyElement, string.Create(CultureInfo.InvariantCulture, $"[{index}]"), StringComparison.Ordinal);

    private static IEnumerable<Found> Elements(IReadOnlyDictionary<string, string> parameters, string pattern)
    {
        for (var i = 0; i < ElementsMax; i++)
        {
            var element = Element(pattern, i);
            if (!parameters.TryGetValue(element, out var text))
            {
                yield break;
            }

            yield return new Found(element, text);
        }
    }

    private bool TrySum(
        IReadOnlyDictionary<string, string> parameters, string pattern, bool signed, out decimal sum, out string name, out string? why)
    {
        sum = 0;
        name = pattern;
        why = null;
        foreach (var element in Elements(parameters, pattern))
        {
            name = element.Name;
            if (!AmountText.TryRead(element.Text.Trim(), Numbers, signed, out var amount, out why))
            {
                return false;
            }

            sum += amount;
        }

        why = sum > AmountText.Max ? $"The amount can't be above {AmountText.Max:0}." : null;
        return why is null;
    }
}
