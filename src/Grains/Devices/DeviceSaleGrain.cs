using Cashback.Phones;
using Cashback.Storage;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Devices;

/// <summary>
/// Reserve, pay, notify the budget: each step is safe to repeat under the attempt's key, and a reminder that is there before
/// the first of them goes on wherever a crash left off.
/// </summary>
[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class DeviceSaleGrain(
    [PersistentState(StateNames.DeviceSale, StorageNames.Records)] IPersistentState<Stored<DeviceSale>> state,
    IWalletGateway wallet,
    ProgrammeCalendar calendar,
    NumberHashes numberHashes,
    DeviceMetrics metrics,
    TimeProvider clock,
    ILogger<DeviceSaleGrain> logger) : RecordGrain<DeviceSale>(state), IDeviceSaleGrain, IRemindable
{
    private const string ReminderName = "pay";
    private static readonly Rejection Exhausted = new("budget-exhausted", new("The promotion's budget is used up.", "Бюджет акции исчерпан."));
    private static readonly Rejection WalletFull = new(
        "wallet-limit-reached", new(
            "This wallet has had all the rewards of the promotion that one number can have in a month.",
            "Этот кошелёк уже получил все вознаграждения акции, доступные одному номеру в месяц."), Field: "phone");

    private static readonly TimeSpan ShopWindow = TimeSpan.FromHours(1);
    private static readonly Rejection NoPromotion = new("no-promotion", new(
        "No promotion that runs now has this device on its list.",
        "Это устройство не участвует ни в одной из действующих акций."));
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
            var matches = await GrainFactory.GetGrain<IDevicePromotionsGrain>(
                GrainKeys.DevicePromotions).FindAsync(report.Imei, report.Sku);
            if (matches.Count == 0)
            {
                return NoPromotion;
            }

            if (await AffordableAsync(matches) is not { } match)
            {
                return Exhausted;
            }

            // Nobody gets more for a device than was paid for it.
            match = match with { Reward = Math.Min(match.Reward, report.Price) };
            await SaveAsync(DeviceSale.Start(Record, report, match, clock.GetUtcNow()));
        }

        await ContinueAsync();
        return Record!.ToView(clock.GetUtcNow()) is { } view ? view : Record.WalletFull ? WalletFull : Exhausted;
    }

    public async Task<Outcome<DeviceSaleView>> DecideAsync(DeviceHoldDecision decision)
    {
        if (Record?.ToView(clock.GetUtcNow()) is null)
        {
            return new Rejection("not-found", new("Nothing came of a sale of this device.", "Продажа этого устройства не найдена."), RejectionKind.NotFound);
        }

        var decided = Record.Decide(decision);
        if (decided.Value is not { } next)
        {
            return decided.Rejection!;
        }

        await SaveAsync(next);
        await ContinueAsync();
        return Record.ToView(clock.GetUtcNow())!;
    }

    public Task<DeviceSaleView?> GetAsync() => Task.FromResult(Record?.ToView(clock.GetUtcNow()));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Record is null ? DisarmAsync() : ContinueAsync();

    protected override async ValueTask PrepareAsync(DeviceSale next)
    {
        var pause = next.Transfer.Pause(clock.GetUtcNow());
        if (!next.IsIdle() && _armed != pause)
        {
            await this.RegisterOrUpdateReminder(ReminderName, pause, pause);
            _armed = pause;
        }
    }

    private async Task ContinueAsync()
    {
        var budget = GrainFactory.GetGrain<IDeviceBudgetGrain>(GrainKeys.DeviceBudget(Record!.Match.PromotionId));
        if (Record is { Admitted: false } fresh && !fresh.IsOver())
        {
            await SaveAsync(await AdmitAsync(fresh, budget));
        }

        if (Record.Hold is { Since: var since })
        {
            await ListAsync(Record, since);
        }

        if (Record is { Admitted: true, Transfer.Answer: null } sale && !sale.IsWaiting() && !sale.IsDeclined())
        {
            await SaveAsync(sale with { Transfer = await PayAsync(sale) });
        }

        if (Record is { Admitted: true, Settled: false } answered && (answered.HasFailed() || answered.Transfer.Answer is not null))
        {
            await SettleAsync(answered, budget);
        }

        if (Record.IsIdle())
        {
            await DisarmAsync();
        }
    }

    /// <summary>Counts the limits and reserves the reward; each is counted once for the attempt, however often this begins.</summary>
    private async Task<DeviceSale> AdmitAsync(DeviceSale sale, IDeviceBudgetGrain budget)
    {
        var (limits, now) = (sale.Match.Limits, clock.GetUtcNow());
        var shopHasRoom = true;
        if (limits is not null)
        {
            var month = calendar.StartOf(calendar.MonthOf(now));
            var wallets = await WalletQuotaAsync(sale);
            if (!await wallets.TakeAsync(sale.Key(), limits.PerWalletPerMonth, month))
            {
                LogWalletFull(sale.Report.Imei, sale.Report.ShopId);
                return sale with { WalletFull = true };
            }

            shopHasRoom = await Quota(sale, $"shop:{sale.Report.ShopId}").TakeAsync(sale.Key(), limits.PerShopPerHour, now - ShopWindow);
        }

        if (!await budget.ReserveAsync(sale.Key(), sale.Match.Reward, sale.Match.Budget, limits?.AlarmPerHour))
        {
            await GiveBackAsync(sale);
            return sale with { Exhausted = true };
        }

        if (limits is null || DevicePromotionRules.WhyHeld(limits, sale.Match.Reward, sale.Report.Price, shopHasRoom) is not { } why)
        {
            return sale with { Admitted = true };
        }

        metrics.Held(sale.Match.PromotionId);
        LogHeld(sale.Report.Imei, sale.Report.ShopId, sale.Match.PromotionId, why);
        return sale with { Admitted = true, Hold = new DeviceHold(why, now) };
    }

    private async Task ListAsync(DeviceSale sale, DateTimeOffset since)
    {
        var holds = GrainFactory.GetGrain<IDeviceHoldsGrain>(GrainKeys.DeviceHolds);
        if (!sale.IsWaiting())
        {
            await holds.RemoveAsync(sale.Report.Imei);
        }
        else if (!sale.Listed && await holds.PutAsync(sale.Report.Imei, since))
        {
            await SaveAsync(sale with { Listed = true });
        }
    }

    private async Task SettleAsync(DeviceSale sale, IDeviceBudgetGrain budget)
    {
        if (sale.HasFailed())
        {
            await budget.ReleaseAsync(sale.Key());
            await GiveBackAsync(sale);
        }
        else
        {
            await budget.SpendAsync(sale.Key());
        }

        await SaveAsync(sale with { Settled = true });
    }

    private async Task GiveBackAsync(DeviceSale sale)
    {
        if (sale.Match.Limits is not null)
        {
            var wallets = await WalletQuotaAsync(sale);
            await wallets.GiveBackAsync(sale.Key());
        }
    }

    private async Task<IDeviceQuotaGrain> WalletQuotaAsync(DeviceSale sale) =>
        Quota(sale, $"wallet:{await numberHashes.OfAsync(sale.Report.Phone)}");

    private IDeviceQuotaGrain Quota(DeviceSale sale, string what) =>
        GrainFactory.GetGrain<IDeviceQuotaGrain>(GrainKeys.DeviceQuota(sale.Match.PromotionId, what));

    private async Task<Transfer> PayAsync(DeviceSale sale)
    {
        var report = sale.Report;
        var transfer = await sale.Transfer.CallAsync(
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

    /// <summary>The best offer whose budget has room now; the reservation decides.</summary>
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
        await this.RemoveReminderAsync(ReminderName);
        _armed = null;
    }

    [LoggerMessage(1, LogLevel.Warning, "The reward of device {Imei} has no answer from the wallet, attempt {Attempt} ({Error}). It is retried automatically with the same key.")]
    private partial void LogUnanswered(Imei imei, int attempt, string? error);

    [LoggerMessage(2, LogLevel.Warning, "The reward of device {Imei}, sold by {Shop}, was refused by the wallet ({Reason}); the budget has its money back.")]
    private partial void LogRefused(Imei imei, string shop, string? reason);

    [LoggerMessage(4, LogLevel.Warning, "The sale of device {Imei} by {Shop} waits for a person ({Why}, promotion {Promotion}): GET /ops/v1/device-sales lists what waits.")]
    private partial void LogHeld(Imei imei, string shop, string promotion, DeviceHoldReason why);

    [LoggerMessage(5, LogLevel.Warning, "The sale of device {Imei} by {Shop} brings nothing: its wallet has had all that one number can have in a month.")]
    private partial void LogWalletFull(Imei imei, string shop);

    [LoggerMessage(3, LogLevel.Error, "The reward of device {Imei} is stuck: no answer from the wallet since {StartedAt:O}, after {Attempts} attempts, key …{KeyEnd}. It is retried every hour.")]
    private partial void LogStuck(Imei imei, DateTimeOffset startedAt, int attempts, string keyEnd);
}
