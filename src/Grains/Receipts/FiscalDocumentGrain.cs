using Cashback.Storage;

namespace Cashback.Receipts;

/// <summary>One verified document of a fiscal drive, key <c>fiscal:DRIVE-DOCUMENT</c>: the receipt that was counted for it.</summary>
[Alias("fiscal-document")]
internal interface IFiscalDocumentGrain : IGrainWithStringKey
{
    /// <summary>The document becomes the receipt's if it is none's. Repeated: changes nothing.</summary>
    /// <returns>Whose it is.</returns>
    [Alias("claim")]
    Task<string> ClaimAsync(string receiptId);
}

internal sealed record FiscalDocument(string ReceiptId);

[CollectionAgeLimit(Minutes = 2)]
internal sealed class FiscalDocumentGrain(
    [PersistentState(StateNames.FiscalDocument, StorageNames.Ledger)] IPersistentState<Stored<FiscalDocument>> state)
    : RecordGrain<FiscalDocument>(state), IFiscalDocumentGrain
{
    public async Task<string> ClaimAsync(string receiptId)
    {
        var document = Record ?? new FiscalDocument(receiptId);
        await SaveAsync(document);
        return document.ReceiptId;
    }
}
