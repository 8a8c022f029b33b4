using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Messages;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<OutgoingMessage>))]
[JsonSerializable(typeof(Stored<SmsDay>))]
internal sealed partial class MessageJson : JsonSerializerContext;
