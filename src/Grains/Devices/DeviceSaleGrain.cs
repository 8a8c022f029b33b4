using Cashback.Storage;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Devices;

/// <summary>
/// Reserve, pay, tell the budget: each step is safe to repeat under the attempt's key, and a reminder that is there before
/// the first of them goes on wherever a crash left off.
/// </summary>
[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class DeviceSaleGrain(
    [PersistentState(StateNames.DeviceSale, StorageNames.Records)] IPersistentState<Stored<DeviceSale>> state,
    IWalletGateway wallet,
    TimeProvider clock,
    ILogger<DeviceSaleGrain> logger) : RecordGrain<DeviceSale>(state), IDeviceSaleGrain, IRemindable
{
    private const string ReminderName = "pay";
    private static readonly Rejection Exhausted = new("budget-exhausted", "The promotion's budget is used up.");
    private static readonly Rejection NoPromotion = new("no-promotion", "No promotion that runs now has this device on its list.");
    private TimeSpan? _armed;

    public async Task<Outcome<DeviceSaleView>> ReportAsync(DeviceSaleReport report)
    {
        if (GrainKeys.DeviceSale(report.Imei.Digits) != this.GetPrimaryKeyString())
        {
            throw new ArgumentException($"The sale of {report.Imei} was sent to another device.");
        }

        var known = Record?.Continue(report);
        if (known?.Rejection is { } rejection)
        {
            return rejection;
        }

        if (known is null)
        {
            var matches = await GrainFactory.GetGrain<IDevicePromotionsGrain>(GrainKeys.DevicePromotions).FindAsync(report.Imei, report.Sku);
            if (matches.Count == 0)
            {
                return NoPromotion;
            }

            if (await AffordableAsync(matches) is not { } match)
            {
                return Exhausted;
            }

            await SaveAsync(DeviceSale.Start(Record, report, match, clock.GetUtcNow()));
        }

        await GoOnAsync();
        return Record!.ToView(clock.GetUtcNow()) is { } view ? view : Exhausted;
    }

    public Task<DeviceSaleView?> GetAsync() => Task.FromResult(Record?.ToView(clock.GetUtcNow()));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Record is null ? DisarmAsync() : GoOnAsync();

    protected override async ValueTask PrepareAsync(DeviceSale next)
    {
        var pause = next.Transfer.Pause(clock.GetUtcNow());
        if (!next.IsOver() && _armed != pause)
        {
            await this.RegisterOrUpdateReminder(ReminderName, pause, pause);
            _armed = pause;
        }
    }

    private async Task GoOnAsync()
    {
        var budget = GrainFactory.GetGrain<IDeviceBudgetGrain>(GrainKeys.DeviceBudget(Record!.Match.PromotionId));
        if (Record is { Transfer.Answer: null, Exhausted: false } sale)
        {
            var reserved = await budget.ReserveAsync(sale.Key(), sale.Match.Reward, sale.Match.Budget);
            await SaveAsync(reserved ? sale with { Transfer = await AskAsync(sale) } : sale with { Exhausted = true });
        }

        if (Record is { Transfer.Answer: { } answer, Settled: false } answered)
        {
            await (answer.Paid ? budget.SpendAsync(answered.Key()) : budget.ReleaseAsync(answered.Key()));
            await SaveAsync(answered with { Settled = true });
        }

        if (Record.IsOver())
        {
            await DisarmAsync();
        }
    }

    private async Task<Transfer> AskAsync(DeviceSale sale)
    {
        var report = sale.Report;
        var transfer = await sale.Transfer.AskAsync(
            cancellation => wallet.PayInAsync(sale.Key(), report.Phone, sale.Match.Reward, cancellation), clock);
        if (transfer.Answer is null)
        {
            LogUnanswered(report.Imei, transfer.Attempts, transfer.LastError);
        }
        else if (!transfer.Answer.Paid)
        {
            LogRefused(report.Imei, report.ShopId, transfer.Answer.Reason);
        }

        if (transfer.IsStuck(clock.GetUtcNow()))
        {
            LogStuck(report.Imei, transfer.StartedAt, transfer.Attempts, sale.Key()[^6..]);
        }

        return transfer;
    }

    /// <summary>The best offer whose budget has room now; the reservation has the last word.</summary>
    private async Task<DeviceMatch?> AffordableAsync(IReadOnlyList<DeviceMatch> matches)
    {
        foreach (var match in matches)
        {
            var budget = await GrainFactory.GetGrain<IDeviceBudgetGrain>(GrainKeys.DeviceBudget(match.PromotionId)).GetAsync();
            if (budget.Spent + budget.Reserved + match.Reward <= match.Budget)
            {
                return match;
            }
        }

        return null;
    }

    private async Task DisarmAsync()
    {
        if (await this.GetReminder(ReminderName) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        _armed = null;
    }

    [LoggerMessage(1, LogLevel.Warning, "The reward of device {Imei} has no answer from the wallet, attempt {Attempt} ({Error}). It is asked again by itself with the same key.")]
    private partial void LogUnanswered(Imei imei, int attempt, string? error);

    [LoggerMessage(2, LogLevel.Warning, "The reward of device {Imei}, sold by {Shop}, was refused by the wallet ({Reason}); the budget has its money back.")]
    private partial void LogRefused(Imei imei, string shop, string? reason);

    [LoggerMessage(3, LogLevel.Error, "The reward of device {Imei} is stuck: no answer from the wallet since {StartedAt:O}, after {Attempts} attempts, key …{KeyEnd}. It goes on asking every hour.")]
    private partial void LogStuck(Imei imei, DateTimeOffset startedAt, int attempts, string keyEnd);
}
