using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Cashback.Api.Facade;
using Cashback.Programme;
using Cashback.Gateways;
using Cashback.Silo.Hosting;

namespace Cashback.Api.Tests.Hosting;

/// <summary>
/// The table of settings in docs/operations.md against the code: every setting stands in it, with its default, and nothing
/// else.
/// </summary>
public sealed partial class SettingsTableTests
{
    private const int LongText = 40;

    /// <summary>Read one by one, without a class of settings.</summary>
    private static readonly string[] ReadSingly = ["Cashback:Mode", "Cashback:Sandbox:SmsFile"];

    private static readonly IReadOnlyList<Row> Table = [.. File.ReadLines(Path.Combine(Root(), "docs", "operations.md")).Select(Read).OfType<Row>()];

    private static readonly IReadOnlyDictionary<string, object?> Code = Sections().SelectMany(
        section => Leaves(section.Name, Activator.CreateInstance(section.Type)!))
        .ToDictionary(setting => setting.Name, setting => setting.Default);

    [Fact]
    public void Every_setting_of_the_code_stands_in_the_table() =>
        Assert.Empty(Code.Keys.Except(Table.SelectMany(row => row.Names)));

    [Fact]
    public void Every_setting_in_the_table_is_one_of_the_code() =>
        Assert.Empty(Table.SelectMany(row => row.Names).Except(Code.Keys).Except(ReadSingly));

    [Fact]
    public void Defaults_in_the_table_are_those_of_the_code() => Assert.Empty(
        from row in Table
        where row.Names.Count == 1
        let actual = Text(Code.GetValueOrDefault(row.Names[0]))
        where actual is not null && actual != row.Default
        select $"{row.Names[0]} is {actual} and not {row.Default}");

    [Fact]
    public void Every_class_of_settings_is_looked_at()
    {
        var seen = Sections().Select(section => section.Type).ToHashSet();
        foreach (var type in Sections().Select(section => section.Type).ToList())
        {
            Collect(type, seen);
        }

        var all = new[] { typeof(CashbackSettings), typeof(SmsSettings), typeof(FacadeSettings), typeof(ProgrammeSettings) }.SelectMany(
            type => type.Assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Settings", StringComparison.Ordinal)).Distinct();
        Assert.Empty(all.Except(seen).Select(type => type.Name));
    }

    [Fact]
    public void Every_setting_in_the_compose_file_is_one_of_the_code()
    {
        var named = ComposeSetting().Matches(Compose).Select(
            match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)).ToHashSet();
        Assert.Contains("Cashback:Wallet:Url", named);
        Assert.Empty(named.Where(name => !Code.ContainsKey(name) && !Code.ContainsKey($"{name[..name.LastIndexOf(':')]}:NAME")).Except(ReadSingly));
    }

    [Fact]
    public void The_compose_file_and_the_example_of_env_name_the_same_variables()
    {
        var example = File.ReadLines(Path.Combine(Root(), ".env.example")).Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .Select(line => line[..line.IndexOf('=', StringComparison.Ordinal)]).ToHashSet();
        Assert.NotEmpty(example);
        Assert.Equal(
            example.Order(StringComparer.Ordinal),
            Variable().Matches(Compose).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Compose => File.ReadAllText(Path.Combine(Root(), "docker-compose.yml"));

    private static IEnumerable<(string Name, Type Type)> Sections() =>
    [
        .. from type in new[] { typeof(CashbackSettings), typeof(SmsSettings), typeof(FacadeSettings) }.SelectMany(
            type => type.Assembly.GetTypes())
           let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
           where type.Name.EndsWith("Settings", StringComparison.Ordinal) && section is { IsLiteral: true }
           select ((string)section.GetValue(null)!, type),
        (TransferSettings.Wallet, typeof(TransferSettings)),
        (TransferSettings.CardBank, typeof(TransferSettings)),
    ];

    private static IEnumerable<(string Name, object? Default)> Leaves(string section, object settings)
    {
        foreach (var property in Properties(settings.GetType()))
        {
            var name = $"{section}:{property.Name}";
            if (IsSettings(property.PropertyType))
            {
                foreach (var leaf in Leaves(name, property.GetValue(settings)!))
                {
                    yield return leaf;
                }
            }
            else if (ElementOf(property.PropertyType) is { } element && IsSettings(element))
            {
                foreach (var leaf in Leaves($"{name}:NAME", Activator.CreateInstance(element)!))
                {
                    yield return (leaf.Name, null);
                }
            }
            else
            {
                yield return ElementOf(property.PropertyType) is null ? (name, property.GetValue(settings)) : (name + ":NAME", null);
            }
        }
    }

    private static void Collect(Type type, HashSet<Type> seen)
    {
        foreach (var inner in Properties(type).Select(property => ElementOf(property.PropertyType) ?? property.PropertyType).Where(
            IsSettings))
        {
            seen.Add(inner);
            Collect(inner, seen);
        }
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod?.IsPublic is true);

    private static bool IsSettings(Type type) => type.IsClass && type.Name.EndsWith("Settings", StringComparison.Ordinal);

    /// <summary>Of a dictionary by names or a list; null: neither.</summary>
    private static Type? ElementOf(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? type.GetGenericArguments()[1]
        : null;

    private static string? Text(object? value) => value switch
    {
        null or Uri or 0 => null,

        // Told in words.
        string { Length: > LongText } => null,
        bool flag => flag ? "true" : "false",
        Enum word => char.ToLowerInvariant(word.ToString()[0]) + word.ToString()[1..],
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// <c>| `A:B:C`, or `D` and `E` | default |</c> is A:B:C, A:B:D, A:B:E. A list's number and a dictionary's key are both NAME.
    /// </summary>
    private static Row? Read(string line)
    {
        var cells = line.Split('|');
        if (cells.Length < 5 || !cells[1].TrimStart().StartsWith("`Cashback:", StringComparison.Ordinal))
        {
            return null;
        }

        var names = Quoted().Matches(cells[1]).Select(match => match.Groups[1].Value.Replace(":0…", ":NAME", StringComparison.Ordinal)).ToList();
        var section = names[0][..names[0].LastIndexOf(':')];
        return new Row([.. names.Select(name => name.StartsWith("Cashback:", StringComparison.Ordinal) ? name : $"{section}:{name}")], cells[2].Trim().Trim('`'));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cashback.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("^ +(Cashback__[A-Za-z0-9_]+):", RegexOptions.Multiline)]
    private static partial Regex ComposeSetting();

    [GeneratedRegex(@"\$\{([A-Z0-9_]+)[:}]")]
    private static partial Regex Variable();

    private sealed record Row(IReadOnlyList<string> Names, string Default);
}
