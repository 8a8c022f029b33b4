using Cashback.Installations;

namespace Cashback.Silo.Rotation;

/// <summary>
/// Records every hour which master secret this process uses for everything new. From that follows until when click ids, tokens
/// and codes of an older one, which are not counted, can still be used.
/// </summary>
internal sealed partial class SecretUses(
    IGrainFactory grains, Secrets secrets, IHostApplicationLifetime lifetime, ILogger<SecretUses> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The grains of this process answer once it has started.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task.WaitAsync(stoppingToken);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(await NoteAsync(stoppingToken) ? Every : Again, TimeProvider.System, stoppingToken);
        }
    }

    private async Task<bool> NoteAsync(CancellationToken cancellation)
    {
        try
        {
            await grains.GetGrain<IInstallationGrain>(GrainKeys.Installation).NoteSecretAsync(secrets.Current);
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogNotNoted(failure);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Which secret is current could not be noted; it is tried again.")]
    private partial void LogNotNoted(Exception failure);
}
