using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Receipts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Receipt>))]
[JsonSerializable(typeof(Stored<FiscalDocument>))]
[JsonSerializable(typeof(Stored<ReceiptPromotionList>))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
