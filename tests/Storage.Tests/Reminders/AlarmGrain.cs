using System.Collections.Concurrent;

namespace Cashback.Storage.Tests.Reminders;

/// <summary>A grain that records its reminders' ticks, to test the clock's driver.</summary>
[Alias("test-alarm")]
public interface IAlarmGrain : IGrainWithStringKey
{
    [Alias("set")]
    Task SetAsync(string name, TimeSpan due, TimeSpan period);
}

internal sealed class AlarmGrain(TimeProvider clock) : Grain, IAlarmGrain, IRemindable
{
    /// <summary>Which reminder of which grain ticked when, by the programme's clock.</summary>
    public static ConcurrentQueue<(string Grain, string Name, DateTimeOffset At)> Woken { get; } = new();

    public Task SetAsync(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Woken.Enqueue((this.GetPrimaryKeyString(), reminderName, clock.GetUtcNow()));
        switch (reminderName)
        {
            case "once":
                await RemoveAsync(reminderName);
                break;
            case "chain":
                await RemoveAsync(reminderName);
                await SetAsync("once", TimeSpan.FromHours(2), TimeSpan.FromHours(1));
                break;
            case "broken":
                throw new InvalidOperationException("Planned.");
        }
    }

    private async Task RemoveAsync(string name) =>
        await this.UnregisterReminder((await this.GetReminder(name))!);
}
