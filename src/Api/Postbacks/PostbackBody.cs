using Cashback.Networks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Postbacks;

/// <summary>Reads the parameters of a request: its query, and its body as a form, as JSON, or as XML where the network sends it.</summary>
internal static class PostbackBody
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";
    private static readonly string[] Xml = ["application/xml", "text/xml"];

    public static ProblemHttpResult TooLarge =>
        Problems.Problem.Of(413, "too-large", $"A message is at most {MessageParameters.BytesMax} bytes.");

    /// <param name="query">As it came, without the question mark.</param>
    /// <param name="packing">What the network's bodies can be beside a form and a flat JSON object; null: nothing.</param>
    public static (MessageParameters? Parameters, ProblemHttpResult? Problem) Read(
        ReadOnlySpan<char> query, ReadOnlyMemory<byte> body, string? contentType, MessageBody? packing)
    {
        var parameters = new MessageParameters(packing?.Field);
        if (parameters.AddForm(query) is { } queryFault)
        {
            return (null, Fault(queryFault));
        }

        if (body.Length > 0)
        {
            var type = contentType?.Split(';')[0].Trim();
            MessageFault? fault;
            if (string.Equals(type, Json, StringComparison.OrdinalIgnoreCase))
            {
                fault = parameters.AddJson(body, packing?.Nested == true);
            }
            else if (string.Equals(type, Form, StringComparison.OrdinalIgnoreCase))
            {
                fault = parameters.AddForm(body.Span);
            }
            else if (packing?.Xml == true && Xml.Contains(type, StringComparer.OrdinalIgnoreCase))
            {
                fault = parameters.AddXml(body.ToArray());
            }
            else
            {
                return (null, Problems.Problem.Of(
                    415, "unsupported-media-type", $"A body is expected as {Form}{(packing?.Xml == true ? ", " + Xml[0] : "")} or {Json}."));
            }

            if (fault is not null)
            {
                return (null, Fault(fault));
            }
        }

        var unpacked = parameters.Unpack(packing?.Nested == true);
        return unpacked is null ? (parameters, null) : (null, Fault(unpacked));
    }

    /// <summary>The body of a POST, else nothing. Null: too large. Whatever the headers promise, no more than the limit is read.</summary>
    public static async ValueTask<byte[]?> ReadBytesAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            return [];
        }

        if (request.ContentLength > MessageParameters.BytesMax)
        {
            return null;
        }

        var buffer = new byte[(int)(request.ContentLength ?? MessageParameters.BytesMax) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return length > MessageParameters.BytesMax ? null : buffer[..length];
    }

    private static ProblemHttpResult Fault(MessageFault fault) => Problems.Problem.Invalid(fault.Parameter, fault.Why);
}
