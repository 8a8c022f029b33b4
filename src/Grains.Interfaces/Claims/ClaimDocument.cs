namespace Cashback.Claims;

/// <summary>What proves a claim: an order's confirmation, a bill.</summary>
/// <param name="Type">application/pdf, image/jpeg or image/png.</param>
[GenerateSerializer, Immutable, Alias("claim-document")]
public sealed record ClaimDocument(
    [property: Id(0)] string Type, [property: Id(1)] ReadOnlyMemory<byte> Content, [property: Id(2)] DateTimeOffset SentAt)
{
    /// <summary>In bytes.</summary>
    public const int LengthMax = 1024 * 1024;

    /// <summary>So often a claim takes one, the first one included.</summary>
    public const int TriesMax = 10;

    /// <summary>By the beginning of the content, whatever the sender calls it; null: none of the three.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> content) =>
        content.StartsWith("%PDF-"u8) ? "application/pdf"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : null;
}

/// <summary>That a claim has a document.</summary>
/// <param name="Bytes">Its length.</param>
[GenerateSerializer, Immutable, Alias("claim-document-note")]
public sealed record ClaimDocumentNote([property: Id(0)] string Type, [property: Id(1)] int Bytes, [property: Id(2)] DateTimeOffset SentAt);

/// <summary>The document of a claim, key <c>claimdoc:CLAIM</c>. All calls may be repeated.</summary>
[Alias("claim-document-of")]
public interface IClaimDocumentGrain : IGrainWithStringKey
{
    /// <summary>Takes the place of an earlier one.</summary>
    [Alias("put")]
    Task PutAsync(ClaimDocument document);

    [Alias("get")]
    Task<ClaimDocument?> GetAsync();

    [Alias("remove")]
    Task RemoveAsync();
}
