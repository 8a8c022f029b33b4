using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Networks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Network>))]
internal sealed partial class NetworksJson : JsonSerializerContext;
