using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Currencies;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<ExchangeRates>))]
internal sealed partial class CurrenciesJson : JsonSerializerContext;
