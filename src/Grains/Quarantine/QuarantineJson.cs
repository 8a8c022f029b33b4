using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Quarantine;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<QuarantineEntry>))]
[JsonSerializable(typeof(Stored<QuarantineRun>))]
internal sealed partial class QuarantineJson : JsonSerializerContext;
