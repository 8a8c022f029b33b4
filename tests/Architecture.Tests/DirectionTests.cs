using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Cashback.Architecture.Tests;

/// <summary>
/// Which project may use which: Api → Grains.Interfaces ← Grains, and the silo puts together what implements the grains' ports.
/// </summary>
public sealed class DirectionTests
{
    private static readonly Dictionary<Assembly, Assembly[]> MayUse = new()
    {
        [Projects.Interfaces] = [],
        [Projects.Secrets] = [Projects.Interfaces],
        [Projects.Networks] = [Projects.Interfaces, Projects.Secrets],
        [Projects.Grains] = [Projects.Interfaces, Projects.Secrets, Projects.Networks],
        [Projects.Storage] = [Projects.Interfaces, Projects.Secrets, Projects.Networks, Projects.Grains],
        [Projects.Gateways] = [Projects.Interfaces, Projects.Secrets, Projects.Networks, Projects.Grains],
        [Projects.Silo] = [Projects.Interfaces, Projects.Secrets, Projects.Networks, Projects.Grains, Projects.Storage, Projects.Gateways],
    };

    public static TheoryData<string> Names => [.. MayUse.Keys.Select(Projects.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Project_uses_only_those_below_it(string name)
    {
        var project = MayUse.Keys.Single(one => Projects.Name(one) == name);
        var others = Projects.All.Except(MayUse[project]).Where(other => other != project).ToArray();
        Types().That().Are(Projects.TypesOf(project)).Should().NotDependOnAny(Projects.TypesOf(others)).Check(Projects.Architecture);
    }

    [Fact]
    public void Endpoints_know_only_contracts_and_networks()
    {
        var inside = Projects.TypesOf(Projects.Grains, Projects.Storage, Projects.Gateways, Projects.Silo);
        Types().That().ResideInAssembly(Projects.Api).And().DoNotResideInNamespaceMatching(@"^Cashback\.Api\.(Hosting|Development)")
            .And().DoNotHaveFullName("Program")
            .Should().NotDependOnAny(inside)
            .Because("an API process can run without the silo: it only has to know what grains can be asked")
            .Check(Projects.Architecture);
    }
}
