namespace Cashback.Storage;

internal static class ReminderExtensions
{
    /// <summary>Removes the reminder if there is one.</summary>
    public static async Task RemoveReminderAsync<TGrain>(this TGrain grain, string name)
        where TGrain : IGrainBase, IRemindable
    {
        if (await grain.GetReminder(name) is not { } reminder)
        {
            return;
        }

        try
        {
            await grain.UnregisterReminder(reminder);
        }
        catch (ReminderException)
        {
            // It was registered again since it was read, so it is wanted.
        }
    }
}
