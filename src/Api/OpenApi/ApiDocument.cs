using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Cashback.Api.OpenApi;

/// <summary>
/// The document as it is sent: made at the first question, since it takes a quarter of a second, and the same until the process
/// ends.
/// </summary>
internal sealed class ApiDocument
{
    public const string Name = "v1";
    public const string Address = "/openapi/v1.json";
    private const int TagBytes = 16;
    private readonly Lazy<Task<(byte[] Content, EntityTagHeaderValue Tag)>> _made;

    public ApiDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider provider) => _made = new(() => MakeAsync(provider));

    /// <summary>304 where the caller has it already.</summary>
    public static async Task<FileContentHttpResult> GetAsync(ApiDocument document, HttpResponse response)
    {
        var (content, tag) = await document._made.Value;
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(content, "application/json; charset=utf-8", entityTag: tag);
    }

    private static async Task<(byte[] Content, EntityTagHeaderValue Tag)> MakeAsync(IOpenApiDocumentProvider provider)
    {
        var made = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        var content = Encoding.UTF8.GetBytes(await made.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None));
        return (content, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, TagBytes))}\""));
    }
}
