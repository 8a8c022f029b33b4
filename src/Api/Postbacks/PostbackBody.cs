using Cashback.Networks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Postbacks;

/// <summary>The body of a request of a network, and the answers about it as a whole.</summary>
internal static class PostbackBody
{
    public static ProblemHttpResult TooLarge =>
        Problems.Problem.Of(413, "too-large", new(
            $"A message is at most {MessageParameters.BytesMax} bytes.",
            $"Сообщение не может быть больше {MessageParameters.BytesMax} байт."));

    public static ProblemHttpResult Unsupported =>
        Problems.Problem.Of(415, "unsupported-media-type", new(
            "A form, multipart/form-data or JSON is expected, and XML of networks that send it.",
            "Тело должно быть формой, multipart/form-data или JSON, а от сетей, которые присылают XML, — XML."));

    /// <summary>The body of a POST, else nothing. Null: too large. Whatever the headers promise, no more than the limit is read.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (request.ContentLength > MessageParameters.BytesMax)
        {
            return null;
        }

        var buffer = new byte[(int)(request.ContentLength ?? MessageParameters.BytesMax) + 1];
        var length = await request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return length > MessageParameters.BytesMax ? null : buffer.AsMemory(0, length);
    }
}
