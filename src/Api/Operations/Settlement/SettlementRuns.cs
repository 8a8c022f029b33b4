using Cashback.Runs;

namespace Cashback.Api.Operations;

/// <summary>Starts the settlement of what is left of a month, in the background of this process.</summary>
public sealed class SettlementRuns(BackgroundRuns background, IServiceProvider services)
{
    public bool IsRunning(YearMonth month) => background.CountOf(SettlementJob.GroupOf(month)) > 0;

    /// <summary>Starts a run, unless one of this month is under way already.</summary>
    public void Start(YearMonth month)
    {
        if (background.TryTakePlace(SettlementJob.GroupOf(month), atOnce: 1))
        {
            background.Start(ActivatorUtilities.CreateInstance<SettlementJob>(services, month));
        }
    }
}
