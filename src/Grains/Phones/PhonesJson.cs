using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Phones;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<PhoneRecord>))]
[JsonSerializable(typeof(Stored<SignInHour>))]
internal sealed partial class PhonesJson : JsonSerializerContext;
