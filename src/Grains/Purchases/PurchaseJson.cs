using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Purchases;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<OrderLine>))]
internal sealed partial class PurchaseJson : JsonSerializerContext;
