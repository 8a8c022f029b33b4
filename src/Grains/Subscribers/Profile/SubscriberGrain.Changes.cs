namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    public Task<Outcome<AccountView>> ChangeProfileAsync(ProfileChange change) => DecideForParticipantAsync(
        (current, now) => current.ChangeProfile(change, UndoCode.Make(), now, rules), next => next.ToAccount(rules));

    public Task<Outcome<AccountView>> ConfirmEmailAsync(string email) => DecideForParticipantAsync(
        (current, now) => current.ConfirmEmail(email, UndoCode.Make(), now, rules), next => next.ToAccount(rules));

    public Task<string?> UndoAsync(string code) => DecideAsync((current, now) => current.Undo(code, now, rules), null);

    public Task CertificateShownAsync(string certificateId) =>
        DecideForParticipantAsync((current, _) => current.NotifyCertificateShown(), _ => true);
}
