namespace Cashback.Transfers;

/// <summary>One call to an outside service.</summary>
internal static class GatewayCall
{
    /// <summary>Real time, whatever the programme's clock does; well under the timeout of a grain call.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Ends with a <see cref="TimeoutException"/> also where a gateway does not observe its token.</summary>
    public static async Task<T> WithTimeoutAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        return await call(timeout.Token).WaitAsync(Timeout);
    }

    public static async Task WithTimeoutAsync(Func<CancellationToken, Task> call)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await call(timeout.Token).WaitAsync(Timeout);
    }
}
