using Cashback.Certificates;
using Cashback.Sessions;
using Cashback.Storage;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    private const string LeavingReminder = "leaving";

    /// <summary>A tick that comes a moment early is not an hour late.</summary>
    private static readonly TimeSpan LeavingAgain = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _leavingArmedFor;

    public async Task<Outcome<ExitView>> LeaveAsync(bool acceptLoss, string? requestId = null)
    {
        var left = await DecideAsync((current, now) => current.RequestLeaving(acceptLoss, requestId, now, rules), next => next.ToExit());
        if (left.Value is { Left: true })
        {
            await EndSignInsAsync();
        }

        return left;
    }

    public Task<Outcome<AccountView>> SendCertificatesAgainAsync(string email, string by, string reason) =>
        DecideAsync((current, now) => current.SendAgain(email, by, reason, now), next => next.ToAccount(rules));

    public Task<bool> HasLeftAsync() => Task.FromResult(Record is { Participates: false });

    public Task<bool> LeftByAsync(string requestId) =>
        Task.FromResult(Record?.Left?.RequestId == requestId || Record?.Departing?.RequestId == requestId);

    public async Task<bool> ReturnAsync() => (await DecideAsync((current, _) => current.CancelLeaving()))?.Left is null;

    /// <summary>Leaving takes effect by itself, whatever is called meanwhile.</summary>
    private async Task ArmLeavingAsync(Subscriber next)
    {
        if (next.Departing is { } departure && _leavingArmedFor != departure.EffectiveAt)
        {
            var due = departure.EffectiveAt - Now;
            await this.RegisterOrUpdateReminder(LeavingReminder, due > TimeSpan.Zero ? due : TimeSpan.FromSeconds(1), LeavingAgain);
            _leavingArmedFor = departure.EffectiveAt;
        }
    }

    /// <summary>Who leaves is signed out everywhere. Repeated when leaving takes effect: a process can die in between.</summary>
    private Task EndSignInsAsync() => GrainFactory.GetGrain<ISignInsGrain>(GrainKeys.SignIns(Id)).EndAllAsync(except: null);

    private async Task DepartAsync()
    {
        var settled = await SettledAsync();
        if (settled is { Participates: false })
        {
            await EndSignInsAsync();
        }

        if (settled is { Departing: null })
        {
            await this.RemoveReminderAsync(LeavingReminder);
        }
    }
}
