using System.Text.Json.Serialization;

namespace Cashback.Networks;

/// <summary>How a network proves that a message is its own: an HMAC with a secret that both know.</summary>
/// <param name="Header">Where the signature stands.</param>
/// <param name="TimestampHeader">Unix seconds; needed if the signed content holds the time.</param>
/// <param name="IdHeader">Needed if the signed content holds the message's id.</param>
/// <param name="ToleranceSeconds">How far the message's time may be from now, either way.</param>
[GenerateSerializer, Immutable, Alias("network-signature")]
public sealed record NetworkSignature(
    [property: Id(0)] string Header,
    [property: Id(1)] SignatureHash Hash = SignatureHash.HmacSha256,
    [property: Id(2)] SignedContent Content = SignedContent.Body,
    [property: Id(3)] SignatureFormat Format = SignatureFormat.Hex,
    [property: Id(4)] string? TimestampHeader = null,
    [property: Id(5)] string? IdHeader = null,
    [property: Id(6)] int ToleranceSeconds = 300);

[GenerateSerializer, Alias("network-signature-hash")]
[JsonConverter(typeof(CamelCaseEnumConverter<SignatureHash>))]
public enum SignatureHash
{
    HmacSha256,
    HmacSha1,
}

/// <summary>What is signed, in raw bytes as they came.</summary>
[GenerateSerializer, Alias("network-signed-content")]
[JsonConverter(typeof(CamelCaseEnumConverter<SignedContent>))]
public enum SignedContent
{
    Body,

    /// <summary>The query as it came, without the question mark.</summary>
    Query,

    /// <summary><c>timestamp.body</c></summary>
    TimestampAndBody,

    /// <summary><c>id.timestamp.body</c>, as Standard Webhooks have it.</summary>
    IdTimestampAndBody,
}

[GenerateSerializer, Alias("network-signature-format")]
[JsonConverter(typeof(CamelCaseEnumConverter<SignatureFormat>))]
public enum SignatureFormat
{
    Hex,
    Base64,

    /// <summary><c>sha256=HEX</c> or <c>sha1=HEX</c>.</summary>
    PrefixedHex,

    /// <summary><c>v1,BASE64</c>, several of them with spaces between, as Standard Webhooks have it.</summary>
    VersionedBase64,
}
