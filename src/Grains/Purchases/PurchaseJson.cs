using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Purchases;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<OrderLine>))]
[JsonSerializable(typeof(ImmutableArray<Purchase>))]
internal sealed partial class PurchaseJson : JsonSerializerContext;
