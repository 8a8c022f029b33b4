using Cashback.Storage;

namespace Cashback.Claims;

/// <summary>As it is stored.</summary>
internal sealed record StoredDocument(string Type, byte[] Content, DateTimeOffset SentAt);

[CollectionAgeLimit(Minutes = 2)]
internal sealed class ClaimDocumentGrain(
    [PersistentState(StateNames.ClaimDocument, StorageNames.Records)] IPersistentState<Stored<StoredDocument>> state)
    : RecordGrain<StoredDocument>(state), IClaimDocumentGrain
{
    public Task PutAsync(ClaimDocument document) =>
        SaveAsync(new StoredDocument(document.Type, document.Content.ToArray(), document.SentAt));

    public Task<ClaimDocument?> GetAsync() => Task.FromResult(
        Record is { } document ? new ClaimDocument(document.Type, document.Content, document.SentAt) : null);

    public Task RemoveAsync() => Record is null ? Task.CompletedTask : ClearAsync();
}
