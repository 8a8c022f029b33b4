using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>Of a subscriber's record what is sealed with the master secret, so that the rest of it need not be made.</summary>
internal sealed record SealedOfSubscriber(CertificateBook? Certificates, Outbox? Outbox);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<SealedOfSubscriber>))]
internal sealed partial class SealedOfSubscriberJson : JsonSerializerContext;
