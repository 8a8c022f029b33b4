using System.Reflection;
using System.Text.RegularExpressions;

namespace Cashback.Storage.Tests.Records;

/// <summary>The provider's row key is the state's name and the grain's key as a number, GUID or text: both must not collide.</summary>
public sealed partial class StateNamesTests
{
    private static readonly OrderKey Order = new("admitad", "store", "1");

    [Fact]
    public void State_names_are_used_by_one_grain_class_each()
    {
        var twice = States.All.GroupBy(
            state => state.Name, StringComparer.Ordinal).Where(users => users.Count() > 1).Select(users => users.Key);

        Assert.Empty(twice);
        Assert.NotEmpty(States.All);
    }

    [Fact]
    public void State_names_of_grains_and_the_list_of_names_agree() =>
        Assert.Equal(States.Names.Order(StringComparer.Ordinal), States.All.Select(state => state.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Ledger_holds_what_is_written_as_often_as_subscribers_buy_and_nothing_else() =>
        Assert.Equal(
            [StateNames.Card, StateNames.CardHolder, StateNames.CardStatement, StateNames.CardWeek, StateNames.Certificate,
                StateNames.CertificatePage, StateNames.FiscalDocument, StateNames.Message, StateNames.Payout, StateNames.Purchase,
                StateNames.Receipt, StateNames.Reward, StateNames.Statement, StateNames.Subscriber],
            States.All.Where(state => state.Storage == StorageNames.Ledger).Select(state => state.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_key_has_a_prefix_that_is_not_hexadecimal_with_a_colon_and_no_two_kinds_share_it()
    {
        var keys = Keys().ToList();

        Assert.All(keys, key => Assert.Matches(Prefixed(), key));
        Assert.All(keys, key => Assert.Contains(key[..key.IndexOf(':', StringComparison.Ordinal)], letter => !Uri.IsHexDigit(letter)));
        Assert.Equal(
            keys.Count, keys.Select(key => key[..key.IndexOf(':', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<string> Keys()
    {
        foreach (var method in typeof(GrainKeys).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(
            method => method.Name != nameof(GrainKeys.IdOf)))
        {
            var arguments = method.GetParameters().Select(parameter => Example(parameter.ParameterType)).ToArray();
            yield return (string)method.Invoke(null, arguments)!;
        }

        foreach (var constant in typeof(GrainKeys).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            yield return (string)constant.GetValue(null)!;
        }
    }

    private static object Example(Type type) => type switch
    {
        _ when type == typeof(string) => "12",
        _ when type == typeof(long) => 12L,
        _ when type == typeof(int) => 12,
        _ when type == typeof(Phone) => new Phone("+79161234567"),
        _ when type == typeof(YearMonth) => new YearMonth(2026, 11),
        _ when type == typeof(OrderKey) => Order,
        _ when type == typeof(DateOnly) => new DateOnly(2026, 11, 16),
        _ => throw new NotSupportedException($"Give an example of {type} here."),
    };

    [GeneratedRegex("^[a-z]+:.+$")]
    private static partial Regex Prefixed();
}

internal sealed record GrainStateUse(string Name, string Storage, Type StateType);

/// <summary>All states of all grain classes, by reflection over their constructors.</summary>
internal static class States
{
    public static IReadOnlyList<GrainStateUse> All { get; } =
    [
        .. from type in typeof(Stored<>).Assembly.GetTypes()
           where type.IsSubclassOf(typeof(Grain)) && !type.IsAbstract
           from constructor in type.GetConstructors()
           from parameter in constructor.GetParameters()
           let facet = parameter.GetCustomAttribute<PersistentStateAttribute>()
           where facet is not null
           select new GrainStateUse(facet.StateName, facet.StorageName!, parameter.ParameterType.GetGenericArguments()[0]),
    ];

    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(StateNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)];
}
