using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Api.Json;

/// <summary>JSON as the contract has it: camelCase, strict about types and values, lenient about fields it does not know.</summary>
public static class WireJson
{
    // The schema of a page of networks in the OpenAPI document goes deepest.
    private const int DepthMax = 32;

    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.MaxDepth = DepthMax;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new MoneyConverter());
        options.Converters.Add(new PhoneConverter());
        options.Converters.Add(new TimeConverter());
        return options;
    }
}
