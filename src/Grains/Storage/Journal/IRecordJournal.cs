namespace Cashback.Storage;

/// <summary>What was appended for one journaled record (docs/adr/0052), from its first save on.</summary>
internal interface IRecordJournal
{
    /// <summary>A record's changes with their versions, newest first, read as they are enumerated.</summary>
    /// <param name="key">The grain's key.</param>
    /// <param name="newest">Only changes up to this version.</param>
    /// <param name="before">Only changes that were saved before this time; null: all.</param>
    /// <exception cref="OrleansException">A change can't be read; the message names the record and the version.</exception>
    IAsyncEnumerable<(int Version, TChange Change)> ReadBackAsync<TChange>(
        string key, int newest = int.MaxValue, DateTimeOffset? before = null);
}
