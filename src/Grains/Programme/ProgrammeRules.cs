namespace Cashback.Programme;

/// <summary>The settings of the programme as the decisions need them.</summary>
public sealed record ProgrammeRules(long MonthlyCap, bool TopUpOthers, long? TopUpCeiling, ProgrammeCalendar Calendar)
{
    public static ProgrammeRules From(ProgrammeSettings settings) => new(
        settings.MonthlyCap,
        settings.TopUpOthers,
        settings.TopUpCeiling,
        new ProgrammeCalendar(TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone)));
}
