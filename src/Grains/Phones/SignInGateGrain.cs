using Cashback.Programme;
using Cashback.Storage;
using Microsoft.Extensions.Logging;

namespace Cashback.Phones;

internal sealed partial class SignInGateGrain(
    [PersistentState(StateNames.SignInHour, StorageNames.Records)] IPersistentState<Stored<SignInHour>> state,
    ProgrammeRules rules,
    SignInMetrics metrics,
    TimeProvider clock,
    ILogger<SignInGateGrain> log) : RecordGrain<SignInHour>(state), ISignInGateGrain
{
    private const int AlarmPercent = 80;
    private CodeRequestRate _rate = CodeRequestRate.None;
    private DateTimeOffset _hour;
    private long _sent;

    public async Task<SignInGate> EnterAsync(bool knownDevice, bool solved)
    {
        var now = clock.GetUtcNow();
        _rate = _rate.Add(now);
        var (saved, budget) = (BeginHour(now), rules.SignIn.CodesPerHour);
        if (!knownDevice && _rate.PerMinute(now) > rules.SignIn.WorkAbovePerMinute && !solved)
        {
            metrics.Count("work-expected");
            return new SignInGate(SignInGateState.WorkExpected);
        }

        if (budget is not { } limit)
        {
            metrics.Count("open");
            return new SignInGate(SignInGateState.Open);
        }

        if (!knownDevice && _sent >= limit)
        {
            metrics.Count("spent");
            return new SignInGate(SignInGateState.Spent, _hour.AddHours(1));
        }

        await SaveAsync(saved.ReserveFor(_sent, limit));
        _sent++;
        Alarm(limit);
        metrics.Count("open");
        return new SignInGate(SignInGateState.Open);
    }

    private SignInHour BeginHour(DateTimeOffset now)
    {
        var saved = Record ?? new SignInHour(default, 0);
        var hour = SignInHour.HourOf(now.ToUniversalTime());
        if (_hour != hour)
        {
            // What an activation before this one had reserved counts as sent.
            (_hour, _sent) = (hour, saved.From == hour ? saved.Reserved : 0);
        }

        return saved.From == hour ? saved : new SignInHour(hour, 0);
    }

    private void Alarm(long limit)
    {
        var alarmAt = Math.Max(1, ((limit * AlarmPercent) + 99) / 100);
        if (_sent == alarmAt && alarmAt < limit)
        {
            LogAlarm(_sent, limit);
        }
        else if (_sent == limit)
        {
            LogSpent(limit);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The sign-in SMS of this hour are at {Sent} of their budget of {Budget}")]
    private partial void LogAlarm(long sent, long budget);

    [LoggerMessage(2, LogLevel.Error, "The sign-in SMS of this hour have used up their budget of {Budget}: until the next hour only devices that have signed in before get a code")]
    private partial void LogSpent(long budget);
}
