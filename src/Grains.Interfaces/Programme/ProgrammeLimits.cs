namespace Cashback.Programme;

/// <summary>Of the programme's settings what the API tells or checks before it asks a grain.</summary>
/// <param name="InsightsMonthsMax">How many months, by its dates, a question about accruals and spending may span.</param>
/// <param name="SmsPartsPerDay">Parts of SMS that are not urgent, in a day of the whole programme; null: any number.</param>
/// <param name="SettlementsAtOnce">Subscribers that a run of operations settles at a time.</param>
public sealed record ProgrammeLimits(int InsightsMonthsMax, long? SmsPartsPerDay, int SettlementsAtOnce);
