using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Subscribers;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Subscriber>))]
[JsonSerializable(typeof(SubscriberChange))]
[JsonSerializable(typeof(WrittenLines))]
[JsonSerializable(typeof(HistoryLine))]
internal sealed partial class SubscriberJson : JsonSerializerContext;
