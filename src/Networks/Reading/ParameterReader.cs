using System.Globalization;

namespace Cashback.Networks;

/// <summary>A value that was found, and under which name.</summary>
internal readonly record struct Found(string Name, string Text);

/// <summary>An amount that was found.</summary>
/// <param name="Currency">The one that stands beside the number; null: none does.</param>
/// <param name="Why">Why it can't be read; null: it can.</param>
internal readonly record struct AmountFound(string Name, decimal Amount, string? Currency = null, LocalText? Why = null);

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
        Ids = parameter.Ids;
    }

    public bool Required { get; }

    public string FirstName { get; }

    public AmountFormat? Numbers { get; }

    public LineIdForm? Ids { get; }

    public static ParameterReader? Of(string field, NetworkParameter? parameter) =>
        parameter is null ? null : new ParameterReader(field, parameter);

    public IReadOnlyList<string> Names => _names;

    public Found? Find(IReadOnlyDictionary<string, string> parameters) =>
        FindGiven(parameters) ?? (_default is null ? null : new Found(FirstName, _default));

    /// <summary>What the message itself says: its absence means nothing here.</summary>
    public Found? FindGiven(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var name in _names)
        {
            if (parameters.TryGetValue(name, out var text) && ValueOf(text) is { } value)
            {
                return new Found(name, value);
            }
        }

        return _patterns.Length > 0 ? FindElement(parameters) : null;
    }

    /// <summary>The amount, the sum of one in each element of an array included; zero if there is none.</summary>
    public AmountFound ReadAmount(IReadOnlyDictionary<string, string> parameters, bool signed)
    {
        if (Find(parameters) is not { } found)
        {
            return new AmountFound(FirstName, 0);
        }

        var amount = ReadAmount(found, signed);
        var pattern = amount.Why is null && _patterns.Length > 0 ? PatternOf(found.Name) : null;
        return pattern is null ? amount : Sum(parameters, pattern, signed);
    }

    private string? PatternOf(string firstElement) => Array.Find(_patterns, pattern => firstElement == Element(pattern, 0));

    /// <summary>
    /// An empty value is no value, and neither is the name of a macro: networks send what they could not fill as empty
    /// parameters, or as it stands in the address.
    /// </summary>
    private static string? ValueOf(string text) => Blanks.Trim(text) is { Length: > 0 } value && !MacroText.Is(value) ? value : null;

    private Found? FindElement(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var element in _patterns.SelectMany(pattern => Elements(parameters, pattern)))
        {
            if (ValueOf(element.Text) is { } value)
            {
                return element with { Text = value };
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

    private AmountFound ReadAmount(Found found, bool signed) =>
        AmountText.TryRead(found.Text, Numbers, signed, out var amount, out var currency, out var why)
            ? new AmountFound(found.Name, amount, currency)
            : new AmountFound(found.Name, 0, null, why);

    private AmountFound Sum(IReadOnlyDictionary<string, string> parameters, string pattern, bool signed)
    {
        var sum = new AmountFound(pattern, 0);
        foreach (var element in Elements(parameters, pattern))
        {
            var one = ReadAmount(element, signed);
            if (one.Why is not null)
            {
                return one;
            }

            sum = one with { Amount = sum.Amount + one.Amount, Currency = one.Currency ?? sum.Currency };
        }

        return sum.Amount > AmountText.Max
            ? sum with { Why = new($"The amount can't be above {AmountText.Max:0}.", $"Сумма не может быть больше {AmountText.Max:0}.") }
            : sum;
    }
}
