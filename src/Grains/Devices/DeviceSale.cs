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

    /// <summary>Whether the budget has been told of the wallet's answer.</summary>
    public bool Settled { get; init; }

    /// <summary>The budget did not have it: nothing came of the attempt.</summary>
    public bool Exhausted { get; init; }

    public bool IsOver() => Settled || Exhausted;

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
        if (Exhausted || (report != Report && Settled && Transfer.Answer is { Paid: false }))
        {
            return null;
        }

        if (report == Report)
        {
            return this;
        }

        return Transfer.Answer is { Paid: true }
            ? new Rejection("device-already-rewarded", "This device has had its reward.")
            : new Rejection("device-sale-in-progress", "This device was reported before, and its wallet has not answered yet; ask again later.");
    }

    /// <returns>Null where nothing came of it.</returns>
    public DeviceSaleView? ToView(DateTimeOffset now) => Exhausted ? null : new(
        Report,
        Match.PromotionId,
        Match.Model,
        Match.Reward,
        Transfer.Answer switch
        {
            null => DeviceSaleStatus.Paying,
            { Paid: true } => DeviceSaleStatus.Paid,
            _ => DeviceSaleStatus.Refused,
        },
        Attempt,
        Key(),
        Transfer,
        Transfer.IsStuck(now));
}
