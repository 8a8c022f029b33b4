using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Phones;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Stored<PhoneRecord>))]
internal sealed partial class PhonesJson : JsonSerializerContext;
