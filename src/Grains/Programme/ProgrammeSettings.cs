using Cashback.Cards;
using Cashback.Devices;
using Cashback.Purchases;

namespace Cashback.Programme;

/// <summary>What the operator can set of the programme's rules. Section <c>Cashback:Programme</c>.</summary>
public sealed class ProgrammeSettings
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

    /// <summary>What a referral campaign has where ops do not say otherwise.</summary>
    public ReferralSettings Referral { get; set; } = new();

    /// <summary>When no SMS goes out that is not urgent, <c>22:00-09:00</c> by the programme's calendar; <c>none</c>: at any hour.</summary>
    public string QuietHours { get; set; } = "22:00-09:00";

    /// <summary>SMS that are not urgent, to one number in a day; null: any number. What is over it is noted and not sent.</summary>
    public int? MessagesPerNumber { get; set; } = 20;

    /// <summary>Parts of SMS that are not urgent, in a day of the whole programme; null: any number. What is over it is noted and not sent.</summary>
    public long? SmsPartsPerDay { get; set; }

    /// <summary>
    /// For how many minutes leaving, another e-mail address and a goal for a stranger's number can be undone; leaving takes
    /// effect after them. 0: at once.
    /// </summary>
    public int UndoMinutes { get; set; } = 10;

    /// <summary>What protects the sign-in SMS.</summary>
    public SignInSettings SignIn { get; set; } = new();

    /// <summary>The zone of the programme's calendar.</summary>
    public string TimeZone { get; set; } = "Europe/Moscow";

    /// <summary>The terms of the Money-Weekend card.</summary>
    public CardSettings Cards { get; set; } = new();

    /// <summary>Promotions of devices.</summary>
    public DeviceSettings Devices { get; set; } = new();
}
