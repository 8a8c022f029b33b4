using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cashback.Api.OpenApi;

/// <summary>The answers that any route can give, so that no endpoint has to list them: problems all of them.</summary>
internal static class CommonAnswers
{
    private const string Body = nameof(ProblemDetails);

    public static async Task AddAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellation);
        context.Document!.AddComponent(Body, schema);

        operation.Responses ??= [];
        if (operation.Parameters is { Count: > 0 } || operation.RequestBody is not null)
        {
            Add("400", "Something in the request is missing or not acceptable; the body names the field.");
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
        {
            Add("401", "Not signed in.");
        }

        Add("429", "Too many requests; the header Retry-After says how many seconds to wait.");
        Add("503", "The store of record can't be reached; the header Retry-After says when to ask again. Nothing was done, or the same request again completes it.");
        Add("default", "Any other refusal; the problem's type says which.");

        void Add(string status, string description) => operation.Responses!.TryAdd(status, new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Body, context.Document) },
            },
        });
    }
}
