using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Reconciliations;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Reconciliation>))]
[JsonSerializable(typeof(Stored<ConflictPage>))]
[JsonSerializable(typeof(Stored<StatisticsPull>))]
internal sealed partial class ReconciliationsJson : JsonSerializerContext;
