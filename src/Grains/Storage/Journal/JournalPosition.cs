namespace Cashback.Storage;

/// <summary>Where a journaled record stands in the store: what its next change is compared with, and how old its snapshot is.</summary>
/// <param name="Saved">The record as last saved.</param>
/// <param name="SnapshotVersion">Of the whole record that the changes after it are applied to.</param>
/// <param name="SnapshotBytes">Its length as JSON.</param>
/// <param name="Changes">Those after the snapshot.</param>
/// <param name="ChangeBytes">Their length as JSON.</param>
public sealed record JournalPosition(object Saved, int SnapshotVersion, int SnapshotBytes, int Changes = 0, int ChangeBytes = 0)
{
    /// <summary>Fewer changes than this are read about as fast as none.</summary>
    private const int ChangesMin = 16;

    /// <summary>
    /// Whether the save of this record writes it whole too. Where a record is large, not before its length was appended once more, so
    /// that what a change costs does not grow with the record, and a cold read is at most twice as long.
    /// </summary>
    /// <param name="bytes">Length of the change.</param>
    public bool IsSnapshotDue(int bytes) => Changes + 1 >= ChangesMin && ChangeBytes + bytes >= SnapshotBytes;

    public JournalPosition After(object saved, int bytes) =>
        this with { Saved = saved, Changes = Changes + 1, ChangeBytes = ChangeBytes + bytes };
}
