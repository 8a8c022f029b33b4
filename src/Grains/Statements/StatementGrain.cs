using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Statements;

[CollectionAgeLimit(Minutes = 2)]
internal sealed class StatementGrain(
    [PersistentState(StateNames.Statement, StorageNames.Ledger)] IPersistentState<Stored<Statement>> state)
    : RecordGrain<Statement>(state), IStatementGrain
{
    public Task WriteAsync(Statement statement) => SaveAsync(Record ?? statement);

    public async Task<Statement?> GetAsync() => await FindRecordAsync();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Statement>))]
internal sealed partial class StatementJson : JsonSerializerContext;
