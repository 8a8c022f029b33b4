using Cashback.Installations;

namespace Cashback.Silo.Rotation;

/// <summary>
/// Notes every hour with which master secret this process makes everything new. By that it is known until when what an older
/// one has made, and nobody has counted, can still come back: click ids, tokens, codes.
/// </summary>
internal sealed partial class SecretUses(IGrainFactory grains, Secrets secrets, IHostApplicationLifetime lifetime, ILogger<SecretUses> logger) : BackgroundService
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
