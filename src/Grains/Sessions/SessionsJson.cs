using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Sessions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<SessionRecord>))]
[JsonSerializable(typeof(Stored<SignIns>))]
internal sealed partial class SessionsJson : JsonSerializerContext;
