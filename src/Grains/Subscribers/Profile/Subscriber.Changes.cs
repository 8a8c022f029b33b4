using System.Collections.Immutable;
using Cashback.Programme;

namespace Cashback.Subscribers;

/// <summary>
/// What can turn bonuses over to somebody else: another e-mail address, a goal for a stranger's number. The owner gets an SMS about each at
/// once and can undo it for some minutes.
/// </summary>
internal sealed partial record Subscriber
{
    private const int ChangesMax = 10;

    /// <summary>Those that can still be undone, and perhaps some older ones; null: none. The oldest first.</summary>
    public ImmutableArray<RecentChange>? Changes { get; init; }

    public Outcome<Subscriber> ChangeProfile(ProfileChange change, string undoCode, DateTimeOffset now, ProgrammeRules rules)
    {
        var next = change.Locale is null || change.Locale == Locale ? this : this with { Locale = change.Locale };
        var address = change.Email?.Length == 0 ? null : change.Email;
        if (change.Email is null || address == Email)
        {
            return next;
        }

        return change.Proven
            ? (next with { Email = address, EmailConfirmed = false }).Note("email-changed", undoCode, null, this, now, rules)
            : ProofRequired;
    }

    public Outcome<Subscriber> ConfirmEmail(string email, string undoCode, DateTimeOffset now, ProgrammeRules rules) =>
        Email != email ? new Rejection("another-address", new(
            "The address was changed meanwhile; ask for a code for the new one.",
            "Адрес тем временем изменился; запросите код для нового."))
        : EmailConfirmed ? this
        : (this with { EmailConfirmed = true }).Note("email-confirmed", undoCode, null, this, now, rules);

    /// <summary>The goals with a new one; the owner gets an SMS about one that tops up another number.</summary>
    public Outcome<Subscriber> WithGoal(Goals goals, Goal added, string undoCode, DateTimeOffset now, ProgrammeRules rules) =>
        GoalRules.IsForAnother(added.Type, added.Phone, Phone)
            ? (this with { Goals = goals }).Note("goal-added", undoCode, added, this, now, rules)
            : this with { Goals = goals };

    /// <returns>The same record, and null: no change has this code, or it is too old.</returns>
    public (Subscriber Next, string? Undone) Undo(string code, DateTimeOffset now, ProgrammeRules rules)
    {
        var hash = UndoCode.Hash(code);
        var change = Undoable(now, rules).FirstOrDefault(change => change.CodeHash == hash);
        if (change is null || Left is not null)
        {
            return (this, null);
        }

        if (change.GoalId is { } goalId)
        {
            var without = this with { Changes = Changes!.Value.Remove(change) };
            return (without with { Goals = Goals.Without(goalId, Kind, Phone) }, "goal");
        }

        // What was done to the address later is undone with it; who was about to leave counted on it.
        var restored = this with
        {
            Email = change.Email,
            EmailConfirmed = change.EmailConfirmed,
            Changes = Changes!.Value.RemoveAll(other => other.GoalId is null && other.At >= change.At),
        };
        return (restored.CancelLeaving(), "email");
    }

    public Subscriber NotifyCertificateShown() => Send("certificate-shown");

    public static Rejection ProofRequired => new("fresh-proof-required", new("This asks for a fresh proof.", "Подтвердите действие кодом из SMS."));

    private ImmutableArray<RecentChange> Undoable(DateTimeOffset now, ProgrammeRules rules) =>
        (Changes ?? []).RemoveAll(change => now >= change.At + rules.UndoWindow);

    private Outcome<Subscriber> Note(
        string template, string undoCode, Goal? goal, Subscriber before, DateTimeOffset now, ProgrammeRules rules)
    {
        var recent = Undoable(now, rules);
        if (recent.Length >= ChangesMax)
        {
            return new Rejection("too-many-changes", new(
                $"At most {ChangesMax} such changes within {rules.UndoWindow.TotalMinutes} minutes; wait a little.",
                $"Не больше {ChangesMax} таких изменений за {rules.UndoWindow.TotalMinutes} мин; подождите немного."));
        }

        var change = new RecentChange(now, UndoCode.Hash(undoCode)!, goal?.Id, before.Email, before.EmailConfirmed);
        return (this with { Changes = recent.Add(change) }).Send(
            template,
            ("phone", goal?.Phone?.Masked ?? ""),
            ("undo", rules.UndoWindow == TimeSpan.Zero ? "" : undoCode));
    }
}
