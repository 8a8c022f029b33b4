using System.Text.Json.Serialization;

namespace Cashback.Storage;

/// <summary>A stored state, whatever its record.</summary>
public interface IStored
{
    /// <summary>The newest form that this version of the programme can read.</summary>
    const int NewestSchemaVersion = 1;

    int SchemaVersion { get; }

    /// <summary>Null: nothing was ever saved.</summary>
    object? Content { get; set; }

    /// <summary>What the next save brings about beside the record; not stored with it.</summary>
    JoinedWrites? JoinedWrites { get; }

    /// <summary>Of a journaled record; kept by its storage, null for all others and before the first save.</summary>
    JournalPosition? Journal { get; set; }
}

/// <summary>A grain's state as it is stored: a version of its form, and the record. No record: nothing was ever saved.</summary>
public sealed class Stored<TRecord> : IStored
    where TRecord : class
{
    public int SchemaVersion { get; set; } = IStored.NewestSchemaVersion;

    public TRecord? Record { get; set; }

    [JsonIgnore]
    public JoinedWrites? JoinedWrites { get; set; }

    [JsonIgnore]
    public JournalPosition? Journal { get; set; }

    [JsonIgnore]
    object? IStored.Content
    {
        get => Record;
        set => Record = (TRecord?)value;
    }
}
