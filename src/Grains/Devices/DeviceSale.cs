using Cashback.Transfers;

namespace Cashback.Devices;

/// <summary>The newest attempt to reward one device.</summary>
internal sealed record DeviceSale
{
    public required DeviceSaleReport Report { get; init; }

    /// <summary>What was offered when the attempt began; a changed promotion does not change it.</summary>
    public required DeviceMatch Match { get; init; }

    public required int Attempt { get; init; }

    public required Transfer Transfer { get; init; }

    /// <summary>Whether the budget has been notified of the wallet's answer.</summary>
    public bool Settled { get; init; }

    /// <summary>The budget did not have it: nothing came of the attempt.</summary>
    public bool Exhausted { get; init; }

    /// <summary>The wallet's number has had all that it can have this month: nothing came of the attempt.</summary>
    public bool WalletFull { get; init; }

    /// <summary>Limits are counted, and the budget has it reserved.</summary>
    public bool Admitted { get; init; }

    /// <summary>If it waits, or waited, for a person.</summary>
    public DeviceHold? Hold { get; init; }

    /// <summary>Operations have it on their list.</summary>
    public bool Listed { get; init; }

    public bool IsRejected() => Exhausted || WalletFull;

    public bool IsOver() => Settled || IsRejected();

    /// <summary>Nothing is left to do, or nothing until a person decides.</summary>
    public bool IsIdle() => IsOver() || (Listed && IsWaiting());

    public bool IsWaiting() => Hold is { Released: null };

    public bool IsDeclined() => Hold is { Released: false };

    public bool HasFailed() => IsDeclined() || Transfer.Answer is { Paid: false };

    /// <summary>Under which both the budget and the wallet know the attempt.</summary>
    public string Key() => $"device:{Report.Imei.Digits}:{Attempt}";

    public static DeviceSale Start(DeviceSale? before, DeviceSaleReport report, DeviceMatch match, DateTimeOffset now) => new()
    {
        Report = report,
        Match = match,
        Attempt = (before?.Attempt ?? 0) + 1,
        Transfer = new Transfer(now),
    };

    /// <summary>What a further report means; null: a new attempt may begin.</summary>
    public Outcome<DeviceSale>? Continue(DeviceSaleReport report)
    {
        if (IsRejected() || (report != Report && Settled && HasFailed()))
        {
            return null;
        }

        if (report == Report)
        {
            return this;
        }

        return Transfer.Answer is { Paid: true }
            ? new Rejection("device-already-rewarded", new("This device has had its reward.", "За это устройство вознаграждение уже получено."))
            : new Rejection("device-sale-in-progress", new(
                "This device was reported before, and its reward is not decided yet; ask again later.",
                "Об этом устройстве уже сообщали, но решения о вознаграждении ещё нет; повторите запрос позже."));
    }

    /// <summary>The same instance: it was decided so before.</summary>
    public Outcome<DeviceSale> Decide(DeviceHoldDecision decision) => Hold switch
    {
        { Released: null } hold =>
            this with { Hold = hold with { Released = decision.Release, By = decision.By, Reason = decision.Reason } },
        { Released: { } released } when released == decision.Release => this,
        _ => new Rejection("device-sale-not-held", new("This sale does not wait for a decision.", "Эта продажа не ждёт решения.")),
    };

    /// <returns>Null where nothing came of it.</returns>
    public DeviceSaleView? ToView(DateTimeOffset now) => IsRejected() ? null : new(
        Report,
        Match.PromotionId,
        Match.Model,
        Match.Reward,
        Transfer.Answer switch
        {
            _ when IsWaiting() => DeviceSaleStatus.Held,
            _ when IsDeclined() => DeviceSaleStatus.Declined,
            null => DeviceSaleStatus.Paying,
            { Paid: true } => DeviceSaleStatus.Paid,
            _ => DeviceSaleStatus.Refused,
        },
        Attempt,
        Key(),
        Transfer,
        Transfer.IsStuck(now) && !IsWaiting() && !IsDeclined(),
        Hold);
}
