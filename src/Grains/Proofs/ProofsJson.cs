using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Proofs;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<ProofRecord>))]
internal sealed partial class ProofsJson : JsonSerializerContext;
