namespace Cashback.Storage;

/// <summary>A file that one process holds open; the system lets go of it when the process ends, however it ends.</summary>
internal static class FileLock
{
    /// <returns>Null if somebody else holds it.</returns>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, OwnFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>For a moment's work, in a thread that may block.</summary>
    public static FileStream Wait(string path, TimeSpan timeout)
    {
        FileStream? taken = null;
        return SpinWait.SpinUntil(() => (taken = TryTake(path)) is not null, timeout)
            ? taken!
            : throw new TimeoutException($"Another process has held {path} for {timeout}.");
    }

    public static async Task<FileStream> WaitAsync(string path, TimeSpan timeout, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(timeout);
        while (true)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), bounded.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"Another process has held {path} for {timeout}.");
            }
        }
    }
}
