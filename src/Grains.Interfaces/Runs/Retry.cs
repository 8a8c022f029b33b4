namespace Cashback.Runs;

/// <summary>
/// Repeats what a run in the background asks for, so that a silo that died or a store that is away for half a minute does not
/// end it. Only for what may be repeated.
/// </summary>
public static class Retry
{
    private const int Attempts = 9;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Func<Task> call, CancellationToken cancellation, Func<Exception, bool>? isTransient = null) => RunAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellation,
        isTransient);

    /// <param name="isTransient">What is worth waiting for; null: anything.</param>
    /// <param name="cancellation">Nobody waits any more: the next failure is the last.</param>
    /// <exception cref="Exception">That of the last attempt.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellation, Func<Exception, bool>? isTransient = null)
    {
        var delay = FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
#pragma warning disable CA1031 // Whatever it was, the last attempt throws it.
            catch (Exception e) when (attempt < Attempts && !cancellation.IsCancellationRequested && isTransient?.Invoke(e) != false)
            {
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
                await Task.Delay(delay, TimeProvider.System, cancellation);
            }
#pragma warning restore CA1031
        }
    }
}
