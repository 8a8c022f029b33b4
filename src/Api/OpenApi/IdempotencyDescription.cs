using Cashback.Api.Idempotency;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cashback.Api.OpenApi;

/// <summary>Says of the routes that take an Idempotency-Key that they do, so that generated clients can send one.</summary>
internal static class IdempotencyDescription
{
    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<TakesIdempotencyKey>().Any())
        {
            return;
        }

        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotencyKey.Header,
            In = ParameterLocation.Header,
            Description = "1 to 128 printable characters. For 48 hours the same key with the same query and body gives the first answer again; "
                + "with another query or body 422, while the first is being worked on for longer than a few seconds 409.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.LengthMax },
        });
    }
}
