using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Cards;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Card>))]
[JsonSerializable(typeof(Stored<CardHolder>))]
[JsonSerializable(typeof(Stored<CardWeek>))]
[JsonSerializable(typeof(Stored<CardStatement>))]
internal sealed partial class CardsJson : JsonSerializerContext;
