using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Payouts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Payout>))]
internal sealed partial class PayoutJson : JsonSerializerContext;
