using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Purchases;

[JsonSerializable(typeof(Stored<OrderLine>))]
internal sealed partial class PurchaseJson : JsonSerializerContext;
