using System.Text;
using Cashback.Networks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Postbacks;

/// <summary>Reads the parameters of a request: its query, and its body as a form or as JSON.</summary>
internal static class PostbackBody
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";

    public static async Task<(MessageParameters? Parameters, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request)
    {
        var parameters = new MessageParameters();
        var query = request.QueryString.Value;
        if (query is { Length: > 1 } && parameters.AddForm(Encoding.UTF8.GetBytes(query[1..])) is { } queryFault)
        {
            return (null, Fault(queryFault));
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return (parameters, null);
        }

        if (await ReadBytesAsync(request) is not { } body)
        {
            return (null, Problems.Problem.Of(413, "too-large", $"A message is at most {MessageParameters.BytesMax} bytes."));
        }

        if (body.Length == 0)
        {
            return (parameters, null);
        }

        var type = request.ContentType?.Split(';')[0].Trim();
        MessageFault? fault;
        if (string.Equals(type, Json, StringComparison.OrdinalIgnoreCase))
        {
            fault = parameters.AddJson(body);
        }
        else if (string.Equals(type, Form, StringComparison.OrdinalIgnoreCase))
        {
            fault = parameters.AddForm(body);
        }
        else
        {
            return (null, Problems.Problem.Of(415, "unsupported-media-type", $"A body is expected as {Form} or {Json}."));
        }

        return fault is null ? (parameters, null) : (null, Fault(fault));
    }

    // Null: too large. Whatever the headers promise, no more than the limit is read.
    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request)
    {
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
