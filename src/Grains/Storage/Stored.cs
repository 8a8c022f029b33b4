using System.Text.Json.Serialization;

namespace Cashback.Storage;

/// <summary>A stored state, whatever its record.</summary>
public interface IStored
{
    /// <summary>Null: nothing was ever saved.</summary>
    object? Content { get; }

    /// <summary>What the next save brings about beside the record; not stored with it.</summary>
    JoinedWrites? JoinedWrites { get; }
}

/// <summary>A grain's state as it is stored: a version of its form, and the record. No record: nothing was ever saved.</summary>
public sealed class Stored<TRecord> : IStored
    where TRecord : class
{
    public int SchemaVersion { get; set; } = 1;

    public TRecord? Record { get; set; }

    [JsonIgnore]
    public JoinedWrites? JoinedWrites { get; set; }

    [JsonIgnore]
    object? IStored.Content => Record;
}
