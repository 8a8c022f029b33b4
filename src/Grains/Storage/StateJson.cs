using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cashback.Devices;

namespace Cashback.Storage;

/// <summary>
/// How grain state is written as JSON: camelCase, enums as words, numbers as numbers, nothing for null. Unknown
/// properties are skipped, so that a newer version's record can still be read.
/// </summary>
internal static class StateJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DictionaryKeyPolicy = null,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,

            // Never shown in a page; escaped, Russian texts would take three times the room.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            TypeInfoResolver = JsonTypeInfoResolver.Combine([.. Contexts()]),
        };
        options.Converters.Add(new TextConverter<YearMonth>(YearMonth.Parse, month => month.ToString()));
        options.Converters.Add(new TextConverter<OrderKey>(ReadOrderKey, order => order.ToString()));
        // The number was checked when it came in; a numbering plan that changed since must not make a record unreadable.
        options.Converters.Add(new TextConverter<Phone>(text => new Phone(text), phone => phone.E164));
        options.Converters.Add(new TextConverter<Imei>(text => new Imei(text), imei => imei.Digits));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }

    // Every noun has its own source-generated context beside its records; all of this assembly's are taken.
    private static IEnumerable<IJsonTypeInfoResolver> Contexts() =>
        typeof(StateJson).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IJsonTypeInfoResolver)type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!);

    private static OrderKey ReadOrderKey(string text) =>
        OrderKey.TryParse(text, out var order) ? order : throw new FormatException($"'{text}' is not an order key.");
}
