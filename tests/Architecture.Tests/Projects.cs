using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Cashback.Architecture.Tests;

/// <summary>The projects under <c>src</c>, as their assemblies are.</summary>
internal static class Projects
{
    public static readonly Assembly Interfaces = Load("Grains.Interfaces");
    public static readonly Assembly Secrets = Load("Secrets");
    public static readonly Assembly Networks = Load("Networks");
    public static readonly Assembly Grains = Load("Grains");
    public static readonly Assembly Storage = Load("Storage");
    public static readonly Assembly Gateways = Load("Gateways");
    public static readonly Assembly Silo = Load("Silo");
    public static readonly Assembly Api = Load("Api");

    public static IReadOnlyList<Assembly> All { get; } = [Interfaces, Secrets, Networks, Grains, Storage, Gateways, Silo, Api];

    public static ArchUnitNET.Domain.Architecture Architecture { get; } = new ArchLoader().LoadAssemblies([.. All]).Build();

    public static IObjectProvider<IType> TypesOf(params Assembly[] projects) =>
        Types().That().ResideInAssembly(projects[0], projects[1..]);

    public static string Name(Assembly project) => project.GetName().Name!["Cashback.".Length..];

    private static Assembly Load(string project) => Assembly.Load("Cashback." + project);
}
