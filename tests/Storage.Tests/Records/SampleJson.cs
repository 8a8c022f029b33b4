using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Cashback.Purchases;
using Cashback.Subscribers;

namespace Cashback.Storage.Tests.Records;

/// <summary>An example of a stored form, with every property it can have: the start of a new golden file.</summary>
internal static class SampleJson
{
    private const int DepthMax = 12;

    public static JsonNode Of(Type type)
    {
        var node = Of(type, 0)!;
        if (typeof(IStored).IsAssignableFrom(type))
        {
            node["schemaVersion"] = 1;
        }

        return JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(node, type, StateJson.Options), type, StateJson.Options)!;
    }

    private static JsonNode? Of(Type type, int depth)
    {
        if (depth > DepthMax)
        {
            throw new NotSupportedException($"{type} goes too deep.");
        }

        if (Value(Nullable.GetUnderlyingType(type) ?? type) is { } value)
        {
            return value;
        }

        if (Element(type) is { } element)
        {
            return new JsonArray(Of(element, depth + 1));
        }

        var info = StateJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new JsonArray([.. Forms(info.ElementType!, depth + 1)]),
            JsonTypeInfoKind.Dictionary => new JsonObject { [Value(info.KeyType!)!.ToString()] = Of(info.ElementType!, depth + 1) },
            JsonTypeInfoKind.Object => Forms(info.Type, depth).First(),
            _ => throw new NotSupportedException($"Give an example of {type} here."),
        };
    }

    /// <summary>Lists with a converter of their own.</summary>
    private static Type? Element(Type type) =>
        type == typeof(SerializedLines) ? typeof(HistoryLine)
        : type == typeof(PurchaseBook) ? typeof(Purchase)
        : null;

    /// <summary>One for each derived type, or just the type itself.</summary>
    private static IEnumerable<JsonNode?> Forms(Type type, int depth)
    {
        if (Value(type) is { } value)
        {
            return [value];
        }

        var info = StateJson.Options.GetTypeInfo(type);
        if (info.PolymorphismOptions is not { } polymorphism)
        {
            return [info.Kind == JsonTypeInfoKind.Object ? Object(info, depth) : Of(type, depth)];
        }

        return polymorphism.DerivedTypes.Select(derived =>
        {
            var form = new JsonObject { [polymorphism.TypeDiscriminatorPropertyName] = (string)derived.TypeDiscriminator! };
            foreach (var (name, property) in Object(StateJson.Options.GetTypeInfo(derived.DerivedType), depth).ToImmutableArray())
            {
                form[name] = property?.DeepClone();
            }

            return form;
        });
    }

    private static JsonObject Object(JsonTypeInfo info, int depth) =>
        new(info.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null)
            .Select(property => KeyValuePair.Create(property.Name, Of(property.PropertyType, depth + 1))));

    private static JsonNode? Value(Type type) => type switch
    {
        _ when type == typeof(string) => JsonValue.Create("text"),
        _ when type == typeof(int) || type == typeof(long) => JsonValue.Create(7),
        _ when type == typeof(decimal) => JsonValue.Create(12.5m),
        _ when type == typeof(bool) => JsonValue.Create(true),
        _ when type == typeof(DateTimeOffset) => JsonValue.Create("2026-11-20T10:15:00+00:00"),
        _ when type == typeof(DateTime) => JsonValue.Create("2026-11-20T10:15:00"),
        _ when type == typeof(DateOnly) => JsonValue.Create("2026-11-20"),
        _ when type == typeof(TimeSpan) => JsonValue.Create("00:15:00"),
        _ when type == typeof(LocalText) => new JsonObject { ["en"] = "text", ["ru"] = "текст" },
        _ when type == typeof(byte[]) => JsonValue.Create("Y2FzaGJhY2s="),
        _ when type == typeof(Phone) => JsonValue.Create("+79161234567"),
        _ when type == typeof(YearMonth) => JsonValue.Create("2026-11"),
        _ when type == typeof(Cashback.Devices.Imei) => JsonValue.Create("490154203237518"),
        _ when type == typeof(OrderKey) => JsonValue.Create("admitad:ozon:1042"),
        _ when type.IsEnum => JsonSerializer.SerializeToNode(Enum.GetValues(type).Cast<object>().Last(), type, StateJson.Options),
        _ => null,
    };
}
