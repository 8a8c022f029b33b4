using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Catalogue;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<CatalogueList>))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
