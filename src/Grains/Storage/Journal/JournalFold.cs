using System.Text.Json;

namespace Cashback.Storage;

/// <summary>Reads a journaled record: its snapshot, with the changes after it applied in their order.</summary>
internal static class JournalFold
{
    /// <param name="snapshot">The record's row in the ledger.</param>
    /// <param name="changes">The payloads of its journal rows after that version, the oldest first; empty for a record that is
    /// not journaled.</param>
    /// <exception cref="JsonException">What is stored is damaged, of a newer form, or does not fit together.</exception>
    public static T Read<T>(ReadOnlySpan<byte> snapshot, IEnumerable<byte[]> changes)
    {
        var state = (T)JsonSerializer.Deserialize(snapshot, StateJson.Options.GetTypeInfo(typeof(T)))!;
        if (state is not IStored stored)
        {
            return state;
        }

        if (stored.SchemaVersion > IStored.NewestSchemaVersion)
        {
            throw new JsonException(
                $"It has form {stored.SchemaVersion}, and this version of the programme knows forms up to {IStored.NewestSchemaVersion}.");
        }

        foreach (var change in changes)
        {
            stored.Content = Apply(stored.Content, change);
        }

        return state;
    }

    private static object Apply(object? record, byte[] change) => record is IJournaled journaled
        ? journaled.Apply(
            JsonSerializer.Deserialize(change, StateJson.Options.GetTypeInfo(journaled.ChangeType))
            ?? throw new JsonException("It has an empty change."))
        : throw new JsonException("It has changes, and is no journaled record.");
}
