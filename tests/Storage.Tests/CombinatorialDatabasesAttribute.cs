using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Cashback.Storage.Tests;

/// <summary>Runs a theory on each database.</summary>
public sealed class CombinatorialDatabasesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Database>().Select(database => new TheoryDataRow<Database>(database))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
