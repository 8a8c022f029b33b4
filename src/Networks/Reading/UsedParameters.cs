using System.Text;
using Cashback.Purchases;

namespace Cashback.Networks;

public enum ParameterUse
{
    /// <summary>Nobody reads it: it is kept if it is small.</summary>
    None,

    /// <summary>A text that is shown, or a time that can be done without: what is too long of it is cut.</summary>
    Shown,

    /// <summary>It decides.</summary>
    Needed,
}

/// <summary>Which parameters a description reads, and for what.</summary>
public sealed class UsedParameters
{
    private readonly Dictionary<string, ParameterUse> _uses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ofAnyStatus = new(StringComparer.Ordinal);
    private readonly bool _hasElements;

    /// <param name="network">As it holds for the channel (<see cref="NetworkDescription.For"/>).</param>
    public UsedParameters(NetworkDescription network)
    {
        NetworkParameter?[] always = [network.LineId, network.Status, network.Click, network.Version, network.Corrections?.Original,
            .. network.LineIdFrom?.Fields ?? []];
        Add(ParameterUse.Shown, network.OrderId, network.OrderedAt, network.Reason);
        Add(ParameterUse.Needed, network.Amount, network.Currency, network.Tariff);
        Add(ParameterUse.Needed, always);
        _ofAnyStatus.UnionWith(always.SelectMany(parameter => parameter?.Names ?? []));
        if (network.Body?.Field is { } field)
        {
            _uses[field] = ParameterUse.Needed;
            _ofAnyStatus.Add(field);
        }

        _hasElements = _uses.Keys.Any(name => name.Contains("[]", StringComparison.Ordinal));
    }

    public IEnumerable<string> Names => _uses.Keys;

    /// <summary>The name as a text of the description, or one that is an element's.</summary>
    /// <returns>Null: nobody reads it.</returns>
    public string? Find(ReadOnlySpan<char> name) =>
        _uses.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known, out _) ? known
        : _hasElements && name.Contains('[') ? name.ToString()
        : null;

    public ParameterUse Of(string name) =>
        _uses.TryGetValue(name, out var use) ? use
        : _hasElements && name.Contains('[', StringComparison.Ordinal) ? _uses.GetValueOrDefault(AnyElement(name))
        : ParameterUse.None;

    /// <summary>Whether a message of this status needs the parameter: a decline needs its line, its visit and its time alone.</summary>
    public bool IsNeeded(string name, ReportedStatus status) =>
        status == ReportedStatus.Declined ? _ofAnyStatus.Contains(name) : Of(name) != ParameterUse.None;

    private void Add(ParameterUse use, params IEnumerable<NetworkParameter?> parameters)
    {
        foreach (var name in parameters.SelectMany(parameter => parameter?.Names ?? []))
        {
            _uses[name] = use;
        }
    }

    /// <summary><c>items[12].sum</c> is one of <c>items[].sum</c>.</summary>
    private static string AnyElement(string name)
    {
        var any = new StringBuilder(name.Length);
        var inBrackets = false;
        foreach (var c in name)
        {
            inBrackets = c == '[' || (inBrackets && char.IsAsciiDigit(c));
            if (!inBrackets || c == '[')
            {
                any.Append(c);
            }
        }

        return any.ToString();
    }
}
