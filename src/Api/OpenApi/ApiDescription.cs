using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cashback.Api.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Cashback.Api.OpenApi;

/// <summary>The HTTP contract as a document (<c>/openapi/v1.json</c>, OpenAPI 3.1) and as a page (<c>/scalar</c>).</summary>
internal static class ApiDescription
{
    private const int NonceBytes = 16;

    public static void AddApiDescription(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ApiDocument>();
        builder.Services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                RequireCredentials(operation, context);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                IdempotencyDescription.Describe(operation, context);
                FreshProofDescription.Describe(operation, context);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(CommonAnswers.AddAsync);
            options.AddSchemaTransformer((schema, context, _) =>
            {
                DescribeValue(schema, context.JsonTypeInfo.Type, context.JsonPropertyInfo?.IsGetNullable is true);
                DescribeLeftOut(schema, context.JsonTypeInfo);
                return Task.CompletedTask;
            });
        });
    }

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapGet(ApiDocument.Address, ApiDocument.GetAsync).ExcludeFromDescription();
        app.MapScalarApiReference((page, context) =>
        {
            // Nothing of the page comes from anywhere else, and nothing goes there.
            page.DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton();
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
            page.WithNonce(nonce);
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
                + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Cashback programme",
            Version = "v1",
            Description = "Errors are application/problem+json with a stable type, urn:cashback:problem:NAME. "
                + "A POST that moves bonuses, or makes what should not be made twice, takes an Idempotency-Key.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Policies.Subscriber] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
            [Policies.Operations] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyHandler.Header,
            },
            [Policies.Shop] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyHandler.Header,
            },
        };
    }

    private static void RequireCredentials(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var policies = context.Description.ActionDescriptor.EndpointMetadata
            .OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>();
        foreach (var policy in policies.Distinct())
        {
            operation.Security ??= [];
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(policy, context.Document)] = [] });
        }
    }

    /// <summary>A member that is left out when it is null is not there always, though the record can't be made without it.</summary>
    private static void DescribeLeftOut(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute),
                inherit: true) is [JsonIgnoreAttribute
                {
                    Condition: JsonIgnoreCondition.WhenWritingNull
                    or JsonIgnoreCondition.WhenWritingDefault
                }])
            {
                schema.Required?.Remove(member.Name);
            }
        }
    }

    private static void DescribeValue(OpenApiSchema schema, Type type, bool nullable)
    {
        if (type == typeof(Money) || type == typeof(Money?))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Required = new HashSet<string> { "amount", "currency" };
            schema.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["amount"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A decimal number as text: 1299.90" },
                ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Z]{3}$" },
            };
        }
        else if (type == typeof(Phone) || type == typeof(Phone?))
        {
            schema.Type = JsonSchemaType.String;
            schema.Description = "A Russian mobile number: +79161234567";
        }
        else if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }
        else if (type == typeof(string))
        {
            // A converter of our own reads text, and about those the framework says nothing.
            schema.Type = nullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        }
    }
}
