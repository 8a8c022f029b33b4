using Cashback.Receipts;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    public async Task<Outcome<bool>> TakeReceiptAsync(ReceiptNote receipt)
    {
        if (Closed is { } closed)
        {
            return closed;
        }

        var taken = Current.Take(receipt, Now, rules);
        if (taken.Value is not { } next)
        {
            return taken.Rejection!;
        }

        await CommitAsync(next);
        return true;
    }

    public async Task NoteReceiptAsync(ReceiptNote receipt)
    {
        if (Record is not null)
        {
            await CommitAsync(Current.Note(receipt, Now, rules));
        }
    }
}
