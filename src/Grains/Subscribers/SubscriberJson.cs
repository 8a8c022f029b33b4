using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Subscribers;

[JsonSerializable(typeof(Stored<Subscriber>))]
internal sealed partial class SubscriberJson : JsonSerializerContext;
