using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Certificates;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Certificate>))]
[JsonSerializable(typeof(Stored<CertificatePage>))]
[JsonSerializable(typeof(Stored<CertificateDevice>))]
[JsonSerializable(typeof(Stored<Guesses>))]
internal sealed partial class CertificatesJson : JsonSerializerContext;
