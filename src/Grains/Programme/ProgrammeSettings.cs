using Cashback.Cards;
using Cashback.Devices;
using Cashback.Purchases;

namespace Cashback.Programme;

/// <summary>What the operator can set of the programme's rules. Section <c>Cashback:Programme</c>.</summary>
public sealed class ProgrammeSettings : ICheckedSettings
{
    /// <summary>Whole bonuses that one subscriber can accrue in a month.</summary>
    public long MonthlyCap { get; set; } = 10_000;

    /// <summary>From an amount to whole bonuses: <c>halfUp</c> or <c>down</c>. A purchase keeps that of its first report.</summary>
    public RoundingPolicy Rounding { get; set; }

    /// <summary>Whether a goal may top up a number that is not the subscriber's own.</summary>
    public bool TopUpOthers { get; set; } = true;

    /// <summary>Whole bonuses for all top-ups of one subscriber in a month; null: no ceiling.</summary>
    public long? TopUpCeiling { get; set; }

    /// <summary>How many months, by its dates, a question about accruals and spending may span.</summary>
    public int InsightsMonthsMax { get; set; } = 3;

    /// <summary>How many receipts of offline purchases one subscriber can send in a day.</summary>
    public int ReceiptsPerDay { get; set; } = 20;

    /// <summary>How many claims one subscriber can file in a day.</summary>
    public int ClaimsPerDay { get; set; } = 5;

    /// <summary>What a referral campaign has unless operations set something else.</summary>
    public ReferralSettings Referral { get; set; } = new();

    /// <summary>
    /// When no SMS goes out that is not urgent, <c>22:00-09:00</c> by the programme's calendar; <c>none</c>: at any hour.
    /// </summary>
    public string QuietHours { get; set; } = "22:00-09:00";

    /// <summary>SMS that are not urgent, to one number in a day; null: any number. What is over it is noted and not sent.</summary>
    public int? MessagesPerNumber { get; set; } = 20;

    /// <summary>
    /// Parts of SMS that are not urgent, in a day of the whole programme; null: any number. What is over it is noted and not
    /// sent.
    /// </summary>
    public long? SmsPartsPerDay { get; set; }

    /// <summary>
    /// For how many minutes leaving, another e-mail address and a goal for a stranger's number can be undone; leaving takes
    /// effect after them. 0: at once.
    /// </summary>
    public int UndoMinutes { get; set; } = 10;

    /// <summary>How many subscribers a run of operations settles at a time.</summary>
    public int SettlementsAtOnce { get; set; } = 16;

    /// <summary>What protects the sign-in SMS.</summary>
    public SignInSettings SignIn { get; set; } = new();

    /// <summary>The zone of the programme's calendar.</summary>
    public string TimeZone { get; set; } = "Europe/Moscow";

    /// <summary>The terms of the Money-Weekend card.</summary>
    public CardSettings Cards { get; set; } = new();

    /// <summary>Promotions of devices.</summary>
    public DeviceSettings Devices { get; set; } = new();

    public IEnumerable<string> Faults() =>
    [
        .. OwnFaults(),
        .. Referral.Faults().Within(nameof(Referral)),
        .. SignIn.Faults().Within(nameof(SignIn)),
        .. Cards.Faults().Within(nameof(Cards)),
        .. Devices.Faults().Within(nameof(Devices)),
    ];

    private IEnumerable<string> OwnFaults()
    {
        if (MonthlyCap <= 0)
        {
            yield return CheckedSettings.Fault(nameof(MonthlyCap), MonthlyCap, "whole bonuses above 0");
        }

        if (TopUpCeiling is <= 0)
        {
            yield return CheckedSettings.Fault(nameof(TopUpCeiling), TopUpCeiling, "whole bonuses above 0, or nothing for no ceiling");
        }

        if (InsightsMonthsMax is < 1 or > 120)
        {
            yield return CheckedSettings.Fault(nameof(InsightsMonthsMax), InsightsMonthsMax, "a whole number from 1 to 120");
        }

        if (!Enum.IsDefined(Rounding))
        {
            yield return CheckedSettings.Fault(nameof(Rounding), Rounding, "halfUp or down");
        }

        if (UndoMinutes is < 0 or > 60)
        {
            yield return CheckedSettings.Fault(nameof(UndoMinutes), UndoMinutes, "minutes from 0 to 60");
        }

        if (SettlementsAtOnce is < 1 or > 1_000)
        {
            yield return CheckedSettings.Fault(nameof(SettlementsAtOnce), SettlementsAtOnce, "a whole number from 1 to 1000");
        }

        foreach (var (name, count) in ((string, int)[])[(nameof(ReceiptsPerDay), ReceiptsPerDay), (nameof(ClaimsPerDay), ClaimsPerDay)])
        {
            if (count < 0)
            {
                yield return CheckedSettings.Fault(name, count, "a whole number, 0 or more");
            }
        }

        if (!Messages.QuietHours.TryParse(QuietHours, out _))
        {
            yield return CheckedSettings.Fault(
                nameof(QuietHours), QuietHours, $"two times of a day, for example 22:00-09:00, or {Messages.QuietHours.Never}");
        }

        foreach (var (name, count) in ((string, long?)[])[(nameof(MessagesPerNumber), MessagesPerNumber),
            (nameof(SmsPartsPerDay), SmsPartsPerDay)])
        {
            if (count is <= 0)
            {
                yield return CheckedSettings.Fault(name, count, "a whole number above 0, or nothing for any number");
            }
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return CheckedSettings.Fault(nameof(TimeZone), TimeZone, "a zone of the IANA list, for example Europe/Moscow");
        }
    }
}
