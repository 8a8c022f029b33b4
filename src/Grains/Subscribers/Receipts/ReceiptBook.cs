using System.Collections.Immutable;
using Cashback.Receipts;

namespace Cashback.Subscribers;

/// <param name="Status">The newest step in the history.</param>
internal sealed record OpenReceipt(string Id, ReceiptStatus Status);

/// <summary>The receipts that are being checked, and how many were sent today.</summary>
/// <param name="Day">Of the programme's calendar.</param>
internal sealed record ReceiptBook(DateOnly Day, int SentToday, ImmutableArray<OpenReceipt> Open)
{
    public OpenReceipt? Find(string id) => Open.FirstOrDefault(receipt => receipt.Id == id);

    public ReceiptBook On(DateOnly day) => day == Day ? this : this with { Day = day, SentToday = 0 };
}
