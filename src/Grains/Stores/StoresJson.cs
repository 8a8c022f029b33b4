using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Stores;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Store>))]
internal sealed partial class StoresJson : JsonSerializerContext;
