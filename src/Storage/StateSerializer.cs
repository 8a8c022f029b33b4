using System.Text.Json;
using Orleans.Storage;

namespace Cashback.Storage;

/// <summary>Grain state as source-generated JSON (<see cref="StateJson"/>).</summary>
internal sealed class StateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(StateJson.ToBytes(input));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, StateJson.Options);
}
