using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Networks;

/// <summary>A network's description as a JSON file: the same form as operations put, and its id.</summary>
public static class NetworkFile
{
    private static readonly NetworkFileJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    });

    /// <param name="file">For the messages: <c>admitad.json</c>.</param>
    /// <exception cref="InvalidDataException">Names the file, and each entry that is at fault.</exception>
    public static NetworkDescription Read(string file, ReadOnlySpan<byte> text)
    {
        NetworkDescription network;
        try
        {
            network = JsonSerializer.Deserialize(text, Json.NetworkDescription)
                ?? throw new InvalidDataException($"{file}: a description is expected.");
        }
        catch (JsonException error)
        {
            var entry = error.Path is { Length: > 2 } path ? path[2..] : "the file";
            throw new InvalidDataException($"{file}: {entry}: {error.Message}", error);
        }

        var faults = NetworkRules.Faults(network).Select(fault => $"{file}: {fault.Entry}: {fault.Why}").ToArray();
        return faults.Length == 0 ? network : throw new InvalidDataException(string.Join(Environment.NewLine, faults));
    }
}

[JsonSerializable(typeof(NetworkDescription))]
internal sealed partial class NetworkFileJson : JsonSerializerContext;
