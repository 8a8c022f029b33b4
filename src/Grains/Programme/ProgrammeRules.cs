using Cashback.Campaigns;
using Cashback.Messages;
using Cashback.Purchases;

namespace Cashback.Programme;

/// <summary>The settings of the programme as the decisions need them.</summary>
public sealed record ProgrammeRules(long MonthlyCap, bool TopUpOthers, long? TopUpCeiling, ProgrammeCalendar Calendar)
{
    /// <summary>What a referral campaign has unless operations set something else.</summary>
    public ReferralTerms Referral { get; init; } = ReferralSettings.TermsOf(new());

    public RoundingPolicy Rounding { get; init; }

    public MessageRules Messages { get; init; } = MessageRules.None;

    /// <summary>For how long an owner can undo what takes bonuses away.</summary>
    public TimeSpan UndoWindow { get; init; } = TimeSpan.FromMinutes(10);

    public SignInRules SignIn { get; init; } = new();

    /// <summary>How many receipts one subscriber can send in a day.</summary>
    public int ReceiptsPerDay { get; init; } = 20;

    /// <summary>How many claims one subscriber can file in a day.</summary>
    public int ClaimsPerDay { get; init; } = 5;

    public static ProgrammeRules From(ProgrammeSettings settings) => new(
        settings.MonthlyCap,
        settings.TopUpOthers,
        settings.TopUpCeiling,
        new ProgrammeCalendar(TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone)))
    {
        Referral = ReferralSettings.TermsOf(settings.Referral),
        Rounding = settings.Rounding,
        Messages = new MessageRules(
            QuietHours.TryParse(settings.QuietHours, out var quiet) ? quiet : null, settings.MessagesPerNumber, settings.SmsPartsPerDay),
        UndoWindow = TimeSpan.FromMinutes(settings.UndoMinutes),
        SignIn = new SignInRules(settings.SignIn.CodesPerHour, settings.SignIn.WorkAbovePerMinute),
        ReceiptsPerDay = settings.ReceiptsPerDay,
        ClaimsPerDay = settings.ClaimsPerDay,
    };
}
