using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Idempotency;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<IdempotencyRecord>))]
internal sealed partial class IdempotencyJson : JsonSerializerContext;
