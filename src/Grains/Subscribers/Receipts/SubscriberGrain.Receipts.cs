using Cashback.Receipts;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    public Task<Outcome<bool>> TakeReceiptAsync(ReceiptNote receipt) =>
        DecideForParticipantAsync((current, now) => current.Take(receipt, now, rules), _ => true);

    public Task NoteReceiptAsync(ReceiptNote receipt) => DecideAsync((current, now) => current.Note(receipt, now, rules));
}
