using Cashback.Cards;
using Cashback.Devices;

namespace Cashback.Programme;

/// <summary>What the operator can set of the programme's rules. Section <c>Cashback:Programme</c>.</summary>
public sealed class ProgrammeSettings
{
    /// <summary>Whole bonuses that one subscriber can accrue in a month.</summary>
    public long MonthlyCap { get; set; } = 10_000;

    /// <summary>Whether a goal may top up a number that is not the subscriber's own.</summary>
    public bool TopUpOthers { get; set; } = true;

    /// <summary>Whole bonuses for all top-ups of one subscriber in a month; null: no ceiling.</summary>
    public long? TopUpCeiling { get; set; }

    /// <summary>How many months one question about accruals and spending may touch.</summary>
    public int InsightsMonthsMax { get; set; } = 3;

    /// <summary>What a referral campaign has where ops do not say otherwise.</summary>
    public ReferralSettings Referral { get; set; } = new();

    /// <summary>The zone of the programme's calendar.</summary>
    public string TimeZone { get; set; } = "Europe/Moscow";

    /// <summary>The terms of the Money-Weekend card.</summary>
    public CardSettings Cards { get; set; } = new();

    /// <summary>Promotions of devices.</summary>
    public DeviceSettings Devices { get; set; } = new();
}
