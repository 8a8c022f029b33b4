using Cashback.Certificates;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    /// <summary>Why nothing can be done in this subscriber's name; null: it can.</summary>
    private Rejection? Closed => Record is null ? NoSubscriber : Decided is { Left: not null } or { Departing: not null } ? Subscriber.HasLeft : null;

    private const string LeavingReminder = "leaving";

    /// <summary>A tick that comes a moment early is not an hour late.</summary>
    private static readonly TimeSpan LeavingAgain = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _leavingArmedFor;

    public async Task<Outcome<ExitView>> LeaveAsync(bool acceptLoss, string? requestId = null)
    {
        if (Record is null)
        {
            return NoSubscriber;
        }

        var next = Current.AskToLeave(acceptLoss, requestId, Now, rules);
        next = next is { Left: not null, Held: > 0 } ? next.PayLeaver(codes.Make(), Now) : next;
        await CommitAsync(next);
        return next.ToExit();
    }

    public async Task<Outcome<AccountView>> SendCertificatesAgainAsync(string email, string by, string reason) =>
        Record is null ? NoSubscriber : await CommitChangeAsync(Current.SendAgain(email, by, reason, Now));

    public Task<bool> HasLeftAsync() => Task.FromResult(Record is { Left: not null } or { Departing: not null });

    public Task<bool> LeftByAsync(string requestId) =>
        Task.FromResult(Record?.Left?.RequestId == requestId || Record?.Departing?.RequestId == requestId);

    public async Task<bool> ReturnAsync()
    {
        if (Record is { Left: null, Departing: null } or null)
        {
            return true;
        }

        var next = Current.Stay();
        await CommitAsync(next);
        return next.Left is null;
    }

    /// <summary>Leaving takes effect by itself, whoever asks meanwhile.</summary>
    private async Task ArmLeavingAsync(Subscriber next)
    {
        if (next.Departing is { } departure && _leavingArmedFor != departure.EffectiveAt)
        {
            var due = departure.EffectiveAt - Now;
            await this.RegisterOrUpdateReminder(LeavingReminder, due > TimeSpan.Zero ? due : TimeSpan.FromSeconds(1), LeavingAgain);
            _leavingArmedFor = departure.EffectiveAt;
        }
    }

    private async Task DepartAsync()
    {
        await CommitAsync(Current);
        if (Record is { Departing: null })
        {
            await DisarmAsync(LeavingReminder);
        }
    }
}
