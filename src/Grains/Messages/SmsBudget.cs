using Cashback.Programme;
using Microsoft.Extensions.Logging;

namespace Cashback.Messages;

/// <summary>
/// What the programme may still spend on SMS today, as far as this silo knows: it draws an allowance from the day's grain and
/// spends that by itself, so that a message costs no call. What a silo that dies had drawn is not spent: never more than the
/// limit, perhaps less.
/// </summary>
internal sealed partial class SmsBudget(ProgrammeRules rules, IGrainFactory grains, TimeProvider clock, ILogger<SmsBudget> log)
{
    /// <summary>An allowance is this part of the day's limit.</summary>
    private const int Shares = 100;

    private readonly Lock _gate = new();
    private DateOnly _day;
    private long _left;
    private bool _exhausted;
    private Task<long>? _drawing;

    /// <returns>Whether a message of so many parts may go out now.</returns>
    public async ValueTask<bool> TryTakeAsync(int parts)
    {
        if (rules.Messages.PartsPerDay is not { } limit)
        {
            return true;
        }

        while (true)
        {
            Task<long> drawing;
            lock (_gate)
            {
                ResetOnNewDay();
                if (_left >= parts)
                {
                    _left -= parts;
                    return true;
                }

                if (_exhausted)
                {
                    return false;
                }

                // Not in the call of whichever grain came first: others wait for it too.
                var (day, wanted) = (_day, Math.Max(parts, limit / Shares));
                drawing = _drawing ??= Task.Run(() => DrawAsync(day, limit, wanted));
            }

            await drawing;
        }
    }

    /// <summary>The message was not sent after all.</summary>
    public void GiveBack(int parts)
    {
        lock (_gate)
        {
            ResetOnNewDay();
            _left += parts;
        }
    }

    private void ResetOnNewDay()
    {
        var today = rules.Calendar.DayOf(clock.GetUtcNow());
        if (today != _day)
        {
            (_day, _left, _exhausted, _drawing) = (today, 0, false, null);
        }
    }

    private async Task<long> DrawAsync(DateOnly day, long limit, long wanted)
    {
        var drawn = 0L;
        try
        {
            return drawn = await grains.GetGrain<ISmsBudgetGrain>(GrainKeys.SmsBudget(day)).DrawAsync(wanted, limit);
        }
        catch
        {
            drawn = -1;
            throw;
        }
        finally
        {
            lock (_gate)
            {
                if (day == _day)
                {
                    _left += Math.Max(0, drawn);
                    _exhausted = drawn >= 0 && drawn < wanted;
                    _drawing = null;
                }
            }

            if (drawn >= 0 && drawn < wanted)
            {
                LogExhausted(day, limit);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The SMS of {Day} have reached their limit of {Limit} parts: what is not urgent is not sent until midnight.")]
    private partial void LogExhausted(DateOnly day, long limit);
}
