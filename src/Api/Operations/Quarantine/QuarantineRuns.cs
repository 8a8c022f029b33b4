using Cashback.Quarantine;
using Cashback.Runs;

namespace Cashback.Api.Operations;

/// <summary>Starts replaying or dropping many messages, in the background of this process.</summary>
internal sealed class QuarantineRuns(BackgroundRuns background, IServiceProvider services)
{
    /// <summary>Starts the run, or continues one that had stopped.</summary>
    public void Start(QuarantineRun run)
    {
        if (background.TryTakePlace(QuarantineJob.GroupOf(run), atOnce: 1))
        {
            background.Start(ActivatorUtilities.CreateInstance<QuarantineJob>(services, run));
        }
    }
}
