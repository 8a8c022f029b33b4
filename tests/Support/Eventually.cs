namespace Cashback.Support;

/// <summary>Waits for a condition, with a bound: tests never sleep for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <exception cref="TimeoutException">It did not come true in time.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? bound = null)
    {
        using var over = new CancellationTokenSource(bound ?? Bound);
        while (!await condition())
        {
            if (over.IsCancellationRequested)
            {
                throw new TimeoutException($"Still not true after {bound ?? Bound}: {what}.");
            }

            await Task.Delay(Between);
        }
    }
}
