namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    public async Task<Outcome<AccountView>> ConfirmEmailAsync(string email) =>
        Closed is { } refusal ? refusal : await CommitChangeAsync(Current.ConfirmEmail(email, UndoCode.Make(), Now, rules));

    public async Task<string?> UndoAsync(string code)
    {
        if (Record is null)
        {
            return null;
        }

        var (next, undone) = Current.Undo(code, Now, rules);
        await CommitAsync(next);
        return undone;
    }

    public async Task CertificateShownAsync(string certificateId)
    {
        if (Closed is null)
        {
            await CommitAsync(Current.TellShown());
        }
    }

    private async Task<Outcome<AccountView>> CommitChangeAsync(Outcome<Subscriber> changed)
    {
        if (changed.Value is not { } next)
        {
            return changed.Rejection!;
        }

        await CommitAsync(next);
        return Record!.ToAccount(rules);
    }
}
