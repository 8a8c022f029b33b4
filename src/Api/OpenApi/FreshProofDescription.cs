using Cashback.Api.Auth;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cashback.Api.OpenApi;

/// <summary>Says of the routes that ask for a fresh proof that they do, and for what.</summary>
internal static class FreshProofDescription
{
    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiresFreshProof>().FirstOrDefault() is not { } asks)
        {
            return;
        }

        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = FreshProof.Header,
            In = ParameterLocation.Header,
            Description = $"A fresh proof for {asks.Purpose}. Without one: 401 {FreshProof.Required} with the purpose.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }
}
