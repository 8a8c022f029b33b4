using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Cashback.Storage.Tests;

/// <summary>Runs a theory on each database, and with each provider if it takes one.</summary>
public sealed class CombinatorialDatabasesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        IEnumerable<object?[]> rows = [[]];
        foreach (var parameter in testMethod.GetParameters())
        {
            rows = rows.SelectMany(
                row => Enum.GetValues(parameter.ParameterType).Cast<object?>().Select(value => (object?[])[.. row, value])).ToList();
        }

        return new([.. rows.Select(row => new TheoryDataRow(row))]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
